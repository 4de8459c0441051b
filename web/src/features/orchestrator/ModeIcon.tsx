import { Clapperboard, Database, MessageCircle, ScanSearch } from "lucide-react";
import type { Mode } from "@/shared/api/types";

const ICONS = { chat: MessageCircle, query: ScanSearch, task: Clapperboard, data: Database };

export function ModeIcon({ mode, className }: { mode: Mode; className?: string }) {
  const Icon = ICONS[mode];
  return <Icon className={className} aria-hidden="true" />;
}
