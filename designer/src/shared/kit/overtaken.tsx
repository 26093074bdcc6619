import { create } from "zustand";
import { surroundings } from "@/shared/api/client";
import { etag } from "@/shared/api/etag";
import { lazyDialog } from "./lazily";

const OvertakenDialog = lazyDialog(() => import("./overtaken-dialog").then((m) => m.OvertakenDialog));

/** The fields of a thing, as the server takes and gives them. */
export type Fields = Record<string, unknown>;

type Question = {
  mine: Fields;
  theirs: Fields;
  /** Mine takes the place of all of theirs, and not only of the fields that it has. */
  whole: boolean;
  answer: (over: boolean) => void;
};

/** What was overtaken and waits for an answer, the first first. */
const asked = create<{ questions: Question[] }>(() => ({ questions: [] }));

/**
 * What the client does when a thing was changed by others since it was read: shows theirs, and gives their ETag
 * if mine is to be saved over it. What cannot be read where it is written is not asked about.
 */
async function askOver(mine: Request): Promise<string | undefined> {
  if (mine.method !== "PUT" && mine.method !== "PATCH") return undefined;
  const read = await globalThis
    .fetch(new Request(mine.url, { headers: { Accept: "application/json" } }))
    .catch(() => undefined);
  if (!read?.ok) return undefined;
  const [sent, theirs] = await Promise.all([fieldsOf(mine), fieldsOf(read)]);
  if (!sent || !theirs) return undefined;
  const { revision } = theirs;
  if (typeof revision !== "number") return undefined;
  const over = await new Promise<boolean>((answer) => {
    const question = { mine: sent, theirs, whole: mine.method === "PUT", answer };
    asked.setState((s) => ({ questions: [...s.questions, question] }));
  });
  return over ? etag(revision) : undefined;
}

async function fieldsOf(from: Request | Response): Promise<Fields | undefined> {
  const value: unknown = await from.json().catch(() => undefined);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** Lets the client ask through the dialog. */
export function overtakenByDialog() {
  surroundings.overtaken = askOver;
}

/** Shows what others have made of a thing before mine is saved over it. Stands once, in the frame. */
export function Overtaken() {
  const question = asked((s) => s.questions[0]);
  if (!question) return null;
  const answer = (over: boolean) => {
    asked.setState((s) => ({ questions: s.questions.filter((q) => q !== question) }));
    question.answer(over);
  };
  return <OvertakenDialog {...question} answer={answer} close={() => answer(false)} />;
}
