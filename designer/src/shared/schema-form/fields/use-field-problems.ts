import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import { useForm } from "../context";
import type { FormProblem } from "../store";

const none: FormProblem[] = [];

/** What is to be said at a field: what the server found, else what the schema says once the field was left. */
export function useFieldProblems(pointer: string): { told: FormProblem[]; error: string; warning: string } {
  const { t } = useTranslation("schema-form");
  const { store } = useForm();
  const told = useStore(
    store,
    useShallow((s) => s.told.get(pointer) ?? none),
  );
  const broken = useStore(
    store,
    useShallow((s) => (s.left.has(pointer) ? s.broken.get(pointer) : undefined)),
  );
  const say = (severity: "error" | "warning") =>
    told
      .filter((p) => (p.severity ?? "error") === severity)
      .map((p) => p.detail)
      .join(" ");
  const own = broken ? t(`broken.${broken.rule}`, { limit: spelled(broken.limit) }) : "";
  return { told, error: say("error") || own, warning: say("warning") };
}

function spelled(limit: unknown): string {
  if (Array.isArray(limit)) return limit.map(String).join(", ");
  return typeof limit === "object" ? JSON.stringify(limit) : String(limit ?? "");
}
