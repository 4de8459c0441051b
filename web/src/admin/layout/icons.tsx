import AgentIcon from "@mui/icons-material/SmartToyOutlined";
import ConversationIcon from "@mui/icons-material/ForumOutlined";
import DepartmentIcon from "@mui/icons-material/AccountTreeOutlined";
import DocumentIcon from "@mui/icons-material/ArticleOutlined";
import FileIcon from "@mui/icons-material/PermMediaOutlined";
import MessageIcon from "@mui/icons-material/ChatBubbleOutlineOutlined";
import PersonIcon from "@mui/icons-material/PeopleOutlined";
import ProjectIcon from "@mui/icons-material/MovieCreationOutlined";
import type { Collection } from "../api/declarations";

const KNOWN: Record<string, typeof DocumentIcon> = {
  agents: AgentIcon,
  conversations: ConversationIcon,
  departments: DepartmentIcon,
  messages: MessageIcon,
  projects: ProjectIcon,
};

/** A collection without a picture of its own gets one by its kind. */
export function CollectionIcon({ collection }: { collection: Collection }) {
  const Icon =
    KNOWN[collection.slug] ?? (collection.auth ? PersonIcon : collection.upload ? FileIcon : DocumentIcon);
  return <Icon />;
}
