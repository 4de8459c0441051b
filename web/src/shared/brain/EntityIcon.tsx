import { Box, Clapperboard, MapPin, Shapes, TextQuote, UserRound } from "lucide-react";
import type { Sort } from "./sort";

const ICONS = {
  character: UserRound,
  scene: Clapperboard,
  location: MapPin,
  prop: Box,
  other: Shapes,
  passage: TextQuote,
};

/** The sign of a kind of entity, in the colour it has wherever it is shown. */
export function EntityIcon({ type, className = "size-4" }: { type: Sort; className?: string }) {
  const Icon = ICONS[type] ?? ICONS.other;
  return (
    <span className={`entity-${type} inline-flex shrink-0`} aria-hidden="true">
      <Icon className={className} strokeWidth={1.75} />
    </span>
  );
}
