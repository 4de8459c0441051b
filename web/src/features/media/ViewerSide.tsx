import type { Media } from "@/shared/api/types";
import { useUploads } from "@/shared/upload/uploads";
import { Details, DetailsShown } from "./Details";
import { Facts } from "./Facts";
import { FileActions } from "./FileActions";
import { UploadTray } from "./UploadTray";
import { Versions } from "./Versions";

interface Props {
  media: Media;
  mayEdit: boolean;
  shownVersion: string | null;
  onShowVersion: (version: { id: string; media: Media } | null) => void;
  onChanged: () => void;
  onGone: () => void;
}

/** Beside the picture: what is said of the file, what is known of it, what it was, and what can be done with it. */
export function ViewerSide({ media, mayEdit, shownVersion, onShowVersion, onChanged, onGone }: Props) {
  const uploads = useUploads((state) => state.uploads).filter((one) => one.wanted.replaces === media.id);
  const editable = mayEdit && !media.deletedAt;
  return (
    // Scrolls by itself, so the keyboard must reach it.
    <div
      tabIndex={0}
      className="flex flex-col gap-6 p-4 sm:p-5 md:overflow-y-auto md:border-l md:border-line"
    >
      {editable ? <Details media={media} onChanged={onChanged} /> : <DetailsShown media={media} />}
      <Facts media={media} />
      <Versions
        media={media}
        mayEdit={editable}
        shown={shownVersion}
        onShow={onShowVersion}
        onRestored={onChanged}
      />
      <UploadTray uploads={uploads} />
      <FileActions media={media} mayEdit={mayEdit} onGone={onGone} />
    </div>
  );
}
