import { Menu as RaMenu, useCreatePath } from "react-admin";
import { useCollections } from "../Declared";
import { CollectionIcon } from "./icons";

export function Menu() {
  const collections = useCollections().filter((one) => one.can.read);
  const createPath = useCreatePath();
  return (
    <RaMenu>
      <RaMenu.DashboardItem />
      {collections.map((one) => (
        <RaMenu.Item
          key={one.slug}
          to={createPath({ resource: one.slug, type: "list" })}
          primaryText={one.plural}
          leftIcon={<CollectionIcon collection={one} />}
        />
      ))}
    </RaMenu>
  );
}
