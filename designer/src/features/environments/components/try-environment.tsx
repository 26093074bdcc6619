import { Button, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/shared/api/client";
import { Can } from "@/shared/kit/can";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { lazily } from "@/shared/kit/lazily";
import { useImage } from "../api/use-image";
import type { Environment } from "./environments-page";
import classes from "./image.module.css";

const TrialRun = lazily(() => import("@/shared/runs/trial-run").then((m) => m.TrialRun));

type Props = { path: { org_id: string; environment_key: string }; environment: Environment };

/** Runs a command in an environment, and shows what it says. */
export function TryEnvironment({ path, environment: e }: Props) {
  const { t } = useTranslation("environments");
  const image = useImage(path);
  const [command, setCommand] = useState(() => sampleFor(e.entry));
  const start = api.useMutation("post", "/api/v1/orgs/{org_id}/environments/{environment_key}/trial");
  const errors = new FieldErrors(start.error);
  const imaged = e.image !== undefined || image.data?.state === "present";
  const run = () =>
    start.mutate({
      params: { path },
      body: { command, title: t("try.runTitle", { name: e.name }).slice(0, 200) },
    });
  return (
    <section className={classes.panel} aria-label={t("try.title")}>
      <Stack gap="sm">
        <Title order={2}>{t("try.title")}</Title>
        <Textarea
          label={t("try.command")}
          description={t("try.help")}
          autosize
          minRows={1}
          maxRows={8}
          value={command}
          spellCheck={false}
          error={errors.at("/command")}
          styles={{ input: { fontFamily: "var(--font-code)" } }}
          onChange={(event) => setCommand(event.currentTarget.value)}
        />
        <ProblemNote errors={errors} />
        <Group gap="sm">
          <Can do="environment:write" on={e}>
            <Can do="run:start" on={e}>
              <Button disabled={!imaged || command.trim() === ""} loading={start.isPending} onClick={run}>
                {t("try.run")}
              </Button>
            </Can>
          </Can>
          {!imaged && (
            <Text size="sm" c="dimmed">
              {t("try.noImage")}
            </Text>
          )}
        </Group>
        {start.data && (
          <TrialRun key={start.data.id} org={path.org_id} id={start.data.id} file={`${e.key}.log`} />
        )}
      </Stack>
    </section>
  );
}

/** A command that says something of what is there. */
function sampleFor(entry: string[]): string {
  const program = entry[0]?.split("/").at(-1) ?? "";
  return /^(python|node|ruby|perl|php|pwsh|deno|bun)/.test(program) ? `${program} --version` : "uname -a";
}
