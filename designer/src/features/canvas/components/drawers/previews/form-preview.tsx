import { Title } from "@mantine/core";
import { useState } from "react";
import type { JsonSchema } from "@/shared/chain/document";
import { Markdown } from "@/shared/kit/markdown";
import { SchemaForm } from "@/shared/schema-form/schema-form";
import { asText } from "./as-text";
import type { PreviewProps } from "./node-preview";

/** The form as its people will see it. What is typed into it is kept nowhere. */
export function FormPreview({ config, name }: PreviewProps) {
  const [typed, setTyped] = useState<unknown>();
  return (
    <div>
      <Title order={4} size="sm">
        {asText(config.title || name)}
      </Title>
      {Boolean(config.help) && <Markdown text={asText(config.help)} />}
      <SchemaForm
        schema={(config.schema ?? {}) as JsonSchema}
        value={typed ?? config.initial ?? {}}
        onChange={setTyped}
      />
    </div>
  );
}
