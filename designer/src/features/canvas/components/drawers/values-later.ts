import { lazily } from "@/shared/kit/lazily";

/** The values to insert; they come after the fields that they go into. */
export const Values = lazily(() => import("./values").then((m) => m.Values));
