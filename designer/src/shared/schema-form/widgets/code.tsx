import { CodeEditor, type CodeLanguage } from "@/shared/kit/code-editor";
import { useForm, type WidgetProps } from "../context";
import { GlueEditor } from "./glue-editor";

/** Glue: the body of a JavaScript function, with the names that it can see. */
export function ScriptWidget(p: WidgetProps) {
  const { known } = useForm();
  return (
    <GlueEditor
      label={p.label}
      value={typeof p.value === "string" ? p.value : ""}
      readOnly={p.readOnly}
      minHeight={200}
      known={known}
      onBlur={p.onBlur}
      onChange={(text) => p.onChange(text || undefined)}
    />
  );
}

const languages = new Set(["javascript", "json", "python", "shell", "yaml", "markdown", "dockerfile"]);

/** Source text in the language that the schema names in x-language. */
export function CodeWidget(p: WidgetProps) {
  const asked = p.schema["x-language"];
  const language = typeof asked === "string" && languages.has(asked) ? (asked as CodeLanguage) : "shell";
  return <Source {...p} language={language} />;
}

export function MarkdownWidget(p: WidgetProps) {
  return <Source {...p} language="markdown" />;
}

function Source({ language, ...p }: WidgetProps & { language: CodeLanguage }) {
  return (
    <CodeEditor
      language={language}
      plain
      label={p.label}
      value={typeof p.value === "string" ? p.value : ""}
      readOnly={p.readOnly}
      minHeight={96}
      maxHeight={400}
      onBlur={p.onBlur}
      onChange={(text) => p.onChange(text || undefined)}
    />
  );
}
