import { Menu as RaMenu } from "react-admin";
import { useCollections } from "../Declared";
import { CollectionIcon } from "./icons";

export function Menu() {
  const collections = useCollections().filter((one) => one.can.read);
  return (
    <RaMenu>
      <RaMenu.DashboardItem />
      {collections.map((one) => (
        <RaMenu.Item
          key={one.slug}
          to={`/${one.slug}`}
          primaryText={one.plural}
          leftIcon={<CollectionIcon collection={one} />}
        />
      ))}
    </RaMenu>
  );
}
