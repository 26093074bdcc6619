type Pressed = Pick<globalThis.KeyboardEvent, "key" | "isComposing" | "keyCode">;

/** Says whether a key belongs to an input method that is composing a word. */
export function composing(e: Pressed): boolean {
  return e.isComposing || e.keyCode === 229;
}

/** A handler of Enter that leaves alone the Enter by which an input method's word is taken. */
export function onEnter<E extends { key: string; nativeEvent: Pressed }>(act: (e: E) => void) {
  return (e: E) => {
    if (e.key === "Enter" && !composing(e.nativeEvent)) act(e);
  };
}
