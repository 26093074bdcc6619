import { Text, Title } from "@mantine/core";
import { useState } from "react";
import type { JsonSchema } from "@/shared/chain/document";
import { Markdown } from "@/shared/kit/markdown";
import { SchemaForm } from "@/shared/schema-form/schema-form";
import type { PreviewProps } from "./node-preview";

/** The form as its people will see it. What is typed into it is kept nowhere. */
export function FormPreview({ config, name }: PreviewProps) {
  const [typed, setTyped] = useState<unknown>();
  return (
    <div>
      <Title order={4} size="sm">
        {String(config.title || name)}
      </Title>
      {config.help ? <Markdown text={String(config.help)} /> : <Text size="sm" />}
      <SchemaForm
        schema={(config.schema ?? {}) as JsonSchema}
        value={typed ?? config.initial ?? {}}
        onChange={setTyped}
      />
    </div>
  );
}
