import { useMemo } from "react";
import { Admin, Resource, localStorageStore } from "react-admin";
import { createBrowserRouter, Route } from "react-router";
import { RouterProvider } from "react-router/dom";
import { signedOut, useSession } from "@/shared/session/store";
import type { Collection } from "./api/declarations";
import { restProvider } from "./api/dataProvider";
import { Declared } from "./Declared";
import { Dashboard } from "./layout/Dashboard";
import { Shell } from "./layout/Shell";
import { CollectionList } from "./list/CollectionList";
import { useDark } from "./look/Look";
import { themes } from "./look/theme";
import { leave } from "./Notices";
import { queries } from "./queries";
import { CreatePage } from "./record/CreatePage";
import { EditPage } from "./record/EditPage";
import { represented } from "./record/represented";
import { VersionsPage } from "./record/VersionsPage";
import { text } from "./text";

const BASE = "/admin";
const store = localStorageStore("1", "aladdin.admin");

const auth = {
  login: () => Promise.resolve(),
  logout: leave,
  checkAuth: () => (useSession.getState().status === "signedIn" ? Promise.resolve() : Promise.reject()),
  checkError: (error: { status?: number }) => {
    if (error.status !== 401) return Promise.resolve();
    signedOut();
    return Promise.reject();
  },
  getPermissions: () => Promise.resolve(null),
  getIdentity: () => {
    const { user } = useSession.getState();
    return Promise.resolve({ id: user?.id ?? "", fullName: user?.name ?? "" });
  },
};

/** The pages of every collection, made from the declarations. */
export function Pages({ collections }: { collections: Collection[] }) {
  const router = useMemo(
    () => createBrowserRouter([{ path: `${BASE}/*`, element: <AllPages collections={collections} /> }]),
    [collections],
  );
  return <RouterProvider router={router} />;
}

function AllPages({ collections }: { collections: Collection[] }) {
  const dark = useDark();
  const data = useMemo(() => restProvider(collections), [collections]);
  return (
    <Declared collections={collections}>
      <Admin
        basename={BASE}
        authProvider={auth}
        dashboard={Dashboard}
        darkTheme={null}
        dataProvider={data}
        disableTelemetry
        layout={Shell}
        loginPage={false}
        queryClient={queries}
        store={store}
        theme={dark ? themes.dark : themes.light}
        title={text.brand}
      >
        {collections.filter((one) => one.can.read).map(resource)}
      </Admin>
    </Declared>
  );
}

function resource(collection: Collection) {
  return (
    <Resource
      key={collection.slug}
      name={collection.slug}
      options={{ label: collection.plural }}
      recordRepresentation={represented(collection)}
      list={CollectionList}
      edit={EditPage}
      create={collection.can.create ? CreatePage : undefined}
    >
      {collection.versions ? <Route path=":id/versions" element={<VersionsPage />} /> : null}
    </Resource>
  );
}
