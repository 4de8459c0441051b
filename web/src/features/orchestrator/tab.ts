import type { Mode } from "@/shared/api/types";

/** What every tab of the sheet is handed. */
export interface TabProps {
  thread: string;
  projectId: string;
  projectTitle: string;
  wide: boolean;
  mayUpload: boolean;
  onBecame: (conversation: string) => void;
  onNew: () => void;
  onMode: (mode: Mode) => void;
}
