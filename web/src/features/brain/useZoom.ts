import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import { useCallback, useEffect, useRef, useState } from "react";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const CLOSEST = 4;
const STEP = 1.4;
const NUDGE = 60;
/** Room for the names of what lies at the edges, in CSS pixels. */
const NAMES = 110;

/**
 * Moves and scales what is drawn in `svg`: by dragging, by two fingers, by the wheel with Ctrl or ⌘ held (without, the
 * page scrolls), and by what is returned. It starts, and starts again, with all of `box` in view.
 */
export function useZoom(svg: SVGSVGElement | null, box: Box, size: { width: number; height: number }) {
  const [transform, setTransform] = useState<ZoomTransform>(zoomIdentity);
  const behaviour = useRef<ZoomBehavior<SVGSVGElement, unknown>>(null);
  const { x, y, width, height } = box;
  const { width: across, height: down } = size;

  const fit = useCallback(() => {
    if (!svg || !behaviour.current || across === 0) return;
    const scale = Math.min((across - NAMES) / width, (down - NAMES / 2) / height, 1.6);
    const middle = zoomIdentity
      .translate(across / 2, down / 2)
      .scale(scale)
      .translate(-(x + width / 2), -(y + height / 2));
    behaviour.current.scaleExtent([Math.min(scale, 0.5) * 0.7, CLOSEST]);
    behaviour.current.transform(select(svg), middle);
  }, [svg, x, y, width, height, across, down]);

  useEffect(() => {
    if (!svg) return;
    behaviour.current = zoom<SVGSVGElement, unknown>()
      .extent(() => [
        [0, 0],
        [across, down],
      ])
      .filter((event: MouseEvent & { type: string }) =>
        event.type === "wheel" ? event.ctrlKey || event.metaKey : !event.button,
      )
      .on("zoom", (event: { transform: ZoomTransform }) => setTransform(event.transform));
    const selection = select(svg);
    selection.call(behaviour.current).on("dblclick.zoom", null);
    fit();
    return () => void selection.on(".zoom", null);
  }, [svg, fit, across, down]);

  function scale(by: number) {
    if (svg) behaviour.current?.scaleBy(select(svg), by);
  }

  function move(dx: number, dy: number) {
    const { k } = transform;
    if (svg) behaviour.current?.translateBy(select(svg), (dx * NUDGE) / k, (dy * NUDGE) / k);
  }

  return { transform, fit, zoomIn: () => scale(STEP), zoomOut: () => scale(1 / STEP), move };
}
