import { useEffect, useEffectEvent, useRef, useState } from "react";

/**
 * The text of a field that stands in a picture only as long as somebody types in it. `done` is called once: by
 * `take`, or when the field goes with something typed in it, as with a card that scrolls out of sight.
 */
export function useTyped(first: string, done: (text: string | undefined) => void) {
  const [text, setText] = useState(first);
  const taken = useRef(false);
  const take = (text: string | undefined) => {
    if (taken.current) return;
    taken.current = true;
    done(text);
  };
  const left = useEffectEvent(() => {
    if (text !== first) take(text);
  });
  useEffect(() => () => left(), []);
  return { text, setText, take };
}
