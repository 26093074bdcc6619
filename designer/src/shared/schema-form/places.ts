import { type DragEvent, type RefObject, useEffect, useRef } from "react";
import { create } from "zustand";

/** A field that takes what names a value, such as `nodes.build.output.risk`. */
export type Place = { label: string; put: (reference: string) => void };

/** The place that somebody was in last, as long as it is there: what is inserted goes to it. */
export const useLastPlace = create<{ place?: Place }>(() => ({}));

/** What is dragged is the name of a value. Editors of source text take it as plain text, by themselves. */
const type = "application/x-catenary-value";

export function startDrag(e: DragEvent, reference: string) {
  e.dataTransfer.setData(type, reference);
  e.dataTransfer.setData("text/plain", reference);
  e.dataTransfer.effectAllowed = "copy";
}

export function isDragged(e: DragEvent): boolean {
  return e.dataTransfer.types.includes(type);
}

export function dragged(e: DragEvent): string {
  return e.dataTransfer.getData(type);
}

/** Makes a field a place. It gives what is to be called when somebody comes to the field. */
export function usePlace(label: string, put: Place["put"]): () => void {
  const latest = useRef(put);
  latest.current = put;
  const place = useRef<Place>({ label, put: (reference) => latest.current(reference) });
  place.current.label = label;
  useEffect(() => {
    const mine = place.current;
    return () => useLastPlace.setState((s) => (s.place === mine ? { place: undefined } : s), true);
  }, []);
  return () => useLastPlace.setState({ place: place.current }, true);
}

/** Whether something happened to this very place, and not to one within it. */
export function isAt(place: RefObject<Element | null>, target: EventTarget): boolean {
  return target instanceof Element && target.closest("[data-place]") === place.current;
}

/** Where in a text the pointer is; its end where the browser cannot tell. */
export function positionAt(input: HTMLTextAreaElement, e: DragEvent): number {
  const found = document.caretPositionFromPoint?.(e.clientX, e.clientY);
  return found?.offsetNode === input ? found.offset : input.value.length;
}
