import { Button } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor, type CodeMark } from "@/shared/kit/code-editor";
import { lazily } from "@/shared/kit/lazily";
import { remember, remembered } from "@/shared/lib/storage";
import type { Known } from "../expressions";
import { glueMarks } from "../glue-marks";
import { useGlueSample, useGlueTrial } from "../glue-trial";
import { usePlace } from "../places";
import { codeCompletion } from "./code-completion";

const GlueTried = lazily(() => import("./glue-tried").then((m) => m.GlueTried));

type Props = {
  label: string;
  value: string;
  onChange: (text: string) => void;
  onBlur?: () => void;
  readOnly: boolean;
  minHeight: number;
  placeholder?: string;
  known: (() => Known) | undefined;
};

const pause = 400;

/**
 * Glue: the body of a JavaScript function. It offers the names that the glue can see, marks what glue cannot do,
 * and, where there is a sample, shows on request what the glue makes of it.
 */
export function GlueEditor({ known, value, ...editor }: Props) {
  const { t } = useTranslation("schema-form");
  const complete = useMemo(() => known && codeCompletion(known), [known]);
  const insert = useRef<(text: string) => void>(undefined);
  const enter = usePlace(editor.label, (reference) => insert.current?.(reference));
  const [marks, setMarks] = useState<CodeMark[]>([]);
  const given = useGlueSample();
  const [trying, setTrying] = useState(() => remembered("glue.trying", false));
  const wanted = trying && !editor.readOnly && value.trim() !== "";
  const trial = useGlueTrial(given, [{ kind: "script", text: value }], wanted);
  const tried = trial.results?.[0];
  useEffect(() => {
    let here = true;
    const look = () =>
      glueMarks(value, (why, name) => t(`glue.${why}`, { name }))
        .then((found) => here && setMarks(found))
        // Without the parser there is no editor to mark either.
        .catch(() => {});
    const timer = setTimeout(look, pause);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [value, t]);
  const shown = useMemo(() => {
    const line = tried?.problem?.line;
    if (!tried?.problem || !line) return marks;
    const length = value.split("\n")[line - 1]?.length ?? 0;
    const wrong: CodeMark = { line, column: 1, length, text: tried.problem.message, severity: "error" };
    return [...marks, wrong];
  }, [marks, tried, value]);
  return (
    <>
      <CodeEditor
        {...editor}
        language="javascript"
        value={value}
        marks={shown}
        onFocus={(put) => {
          insert.current = put;
          if (!editor.readOnly) enter();
        }}
        {...(complete ? { complete } : {})}
      />
      {given && !editor.readOnly && (
        <div>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconFlask size={14} aria-hidden />}
            aria-expanded={trying}
            onClick={() => {
              setTrying(!trying);
              remember("glue.trying", !trying);
            }}
          >
            {t("tried.with", { source: given.source })}
          </Button>
          {wanted && (
            <GlueTried given={given} tried={tried} working={trial.working} error={trial.error?.detail} />
          )}
        </div>
      )}
    </>
  );
}
