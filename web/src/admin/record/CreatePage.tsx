import { Create } from "react-admin";
import { useThisCollection } from "../Declared";
import { text } from "../text";
import { CollectionForm } from "./CollectionForm";
import { Heading } from "./Heading";

export function CreatePage() {
  const collection = useThisCollection();
  return (
    <Create redirect="edit" title={text.form.newOne(collection.singular)} actions={false}>
      <Heading title={text.form.newOne(collection.singular)} />
      <CollectionForm collection={collection} creating />
    </Create>
  );
}
