import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const NEAR = 80;

/** Keeps a scrolling box at its end while its content grows, unless the reader has scrolled away from it. */
export function useStickToEnd(key: string) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sticks = useRef(true);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    sticks.current = true;
    setAway(false);
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, []);

  useLayoutEffect(() => {
    sticks.current = true;
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [key]);
  useEffect(() => {
    const element = box.current!;
    const follow = new ResizeObserver(
      () => sticks.current && element.scrollTo({ top: element.scrollHeight }),
    );
    follow.observe(content.current!);
    follow.observe(element);
    let before = element.scrollTop;
    const onScroll = () => {
      const distance = element.scrollHeight - element.scrollTop - element.clientHeight;
      if (distance < NEAR) sticks.current = true;
      else if (element.scrollTop < before) sticks.current = false;
      before = element.scrollTop;
      setAway(!sticks.current && distance > NEAR * 3);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      follow.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, []);
  return { box, content, away, toEnd };
}
