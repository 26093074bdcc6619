import { remember, remembered } from "@/shared/lib/storage";

/** How high the pane below the canvas is in this browser. */
export const paneHeight = () => remembered("canvas.paneHeight", 240);

export const keepPaneHeight = (height: number) => remember("canvas.paneHeight", height);
