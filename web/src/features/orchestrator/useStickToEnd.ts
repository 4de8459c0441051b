import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const NEAR = 80;
const MARGIN = 20;

/**
 * Keeps a scrolling box at its end while its content grows, unless the reader has scrolled away from it. With `whole`
 * it goes no further than to what was asked last, so that an answer is read from its beginning.
 */
export function useStickToEnd(key: string, whole = false) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const stops = useRef(whole);
  /** Where it was scrolled to from here: another place is the reader's doing. */
  const place = useRef(0);
  const [away, setAway] = useState(false);

  const scroll = useCallback((top: number) => {
    const element = box.current!;
    element.scrollTo({ top });
    place.current = element.scrollTop;
  }, []);
  const keep = useCallback(() => {
    const element = box.current;
    // It was just taken away.
    if (!element) return;
    const asked = [...element.querySelectorAll("[data-testid=user-message]")].at(-1);
    const end = element.scrollHeight;
    if (!stops.current || !asked) return scroll(end);
    const start = asked.getBoundingClientRect().top - element.getBoundingClientRect().top;
    scroll(Math.min(end, element.scrollTop + start - MARGIN));
  }, [scroll]);
  const toEnd = useCallback(() => {
    sticks.current = !stops.current;
    setAway(false);
    scroll(box.current!.scrollHeight);
  }, [scroll]);

  useLayoutEffect(() => {
    sticks.current = true;
    keep();
  }, [key, keep]);
  useLayoutEffect(() => {
    stops.current = whole;
    // Whoever asks something wants to see what comes of it.
    if (!whole) sticks.current = true;
    if (sticks.current) keep();
  }, [whole, keep]);
  useEffect(() => {
    const element = box.current!;
    const follow = new ResizeObserver(() => sticks.current && keep());
    follow.observe(content.current!);
    follow.observe(element);
    const onScroll = () => {
      const distance = element.scrollHeight - element.scrollTop - element.clientHeight;
      const moved = element.scrollTop - place.current;
      place.current = element.scrollTop;
      if (stops.current) sticks.current &&= Math.abs(moved) < 2;
      else if (distance < NEAR) sticks.current = true;
      else if (moved < 0) sticks.current = false;
      setAway(!sticks.current && !stops.current && distance > NEAR * 3);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      follow.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [keep]);
  return { box, content, away, toEnd };
}
