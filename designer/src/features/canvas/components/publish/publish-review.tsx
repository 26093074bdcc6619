import { Alert, Button, Group, Skeleton, Stack, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Shape } from "@/shared/api/client";
import { useMe } from "@/shared/api/session";
import { FieldErrors, ProblemNote } from "@/shared/kit/field-errors";
import { checkDraft } from "../../api/check-draft";
import { useCompared } from "../../api/compare";
import { useScriptChanges } from "../../api/pinned-scripts";
import { type Publication, startPublication } from "../../api/publications";
import { useVersionDocument } from "../../api/runs";
import type { Author } from "../../model/authorship";
import { useEditor } from "../../store";
import { useDesk } from "../drafts/desk";
import { ScriptChanges } from "../versions/script-changes";
import { ChangesBy } from "./changes-by";
import { Obstacles } from "./obstacles";
import { useAuthors } from "./use-authors";

type Props = { chain: Shape<"ChainBody">; began: (p: Publication) => void; close: () => void };

/** What differs from the live version, by author; others' changes are published only if somebody says so. */
export function PublishReview({ chain, began, close }: Props) {
  const { t } = useTranslation("canvas");
  const { org_id: org, key, version } = chain;
  const me = useMe().data;
  const [message, setMessage] = useState("");
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<unknown>();
  const [going, setGoing] = useState(false);

  // What is published is what the server has: all of it has to be there first.
  const sent = useQuery({
    queryKey: ["publishing", org, key],
    queryFn: async () => {
      const whole = await useDesk.getState().flush();
      const problems = await checkDraft(org, key, "publish");
      return { whole, problems, revision: useEditor.getState().confirmed.revision };
    },
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const revision = sent.data?.revision ?? 0;
  const compared = useCompared(org, key, version > 0 && revision ? String(version) : "", "draft", revision);
  const authors = useAuthors(org, key, revision ? version : 0, revision);
  const live = useVersionDocument(org, key, version).data;
  const draft = useEditor((s) => s.confirmed.document);
  const scripts = useScriptChanges(
    org,
    key,
    { of: String(version), document: live },
    { of: "draft", document: revision ? draft : undefined },
  );
  const waiting =
    sent.isPending ||
    (version > 0 && (compared.isPending || authors.isPending || (scripts.pending && !scripts.error)));
  if (sent.error || compared.error)
    return <ProblemNote errors={new FieldErrors(sent.error ?? compared.error)} />;
  if (waiting || !sent.data)
    return (
      <Stack aria-busy>
        <Skeleton height={20} width="60%" />
        <Skeleton height={120} />
      </Stack>
    );
  if (!sent.data.whole) return <Alert color="red">{t("publish.unsent")}</Alert>;

  const groups = byAuthors(compared.data ?? [], authors.data?.of, me?.subject_id ?? "");
  const others = groups.filter((g) => !g.mine);
  const errors = sent.data.problems.filter((p) => p.severity === "error");
  const agreed = others.every((g) => known.has(g.key));

  const publish = async () => {
    setGoing(true);
    setError(undefined);
    try {
      began(await startPublication(org, key, revision, message.trim()));
    } catch (e) {
      setError(e);
      setGoing(false);
    }
  };

  return (
    <Stack gap="md">
      <Obstacles problems={sent.data.problems} severity="error" close={close} />
      <Obstacles problems={sent.data.problems} severity="warning" close={close} />
      {version === 0 ? (
        <Text size="sm">{t("publish.first")}</Text>
      ) : groups.length === 0 ? (
        scripts.changes.length === 0 && <Text size="sm">{t("publish.nothing", { version })}</Text>
      ) : (
        groups.map((g) => (
          <ChangesBy
            key={g.key}
            group={g}
            known={known.has(g.key)}
            setKnown={(yes) => {
              const next = new Set(known);
              if (yes) next.add(g.key);
              else next.delete(g.key);
              setKnown(next);
            }}
          />
        ))
      )}
      <ScriptChanges org={org} changes={scripts.changes} />
      <ProblemNote errors={new FieldErrors(scripts.error)} />
      <Textarea
        label={t("publish.message")}
        description={t("publish.messageWhat")}
        value={message}
        onChange={(e) => setMessage(e.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
      />
      <ProblemNote errors={new FieldErrors(error)} />
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed">
          {others.length > 0 && !agreed ? t("publish.agree") : ""}
        </Text>
        <Group gap="xs">
          <Button variant="default" onClick={close}>
            {t("shared:cancel")}
          </Button>
          <Button loading={going} disabled={errors.length > 0 || !agreed} onClick={() => void publish()}>
            {t("publish.now", { version: version + 1 })}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

export type ChangeGroup = {
  key: string;
  mine: boolean;
  /** Nobody if the saves do not tell. */
  authors: Author[];
  changes: Shape<"ChangeBody">[];
};

/** Changes by who made them: one's own first, those that nobody can be named for last. */
function byAuthors(
  changes: Shape<"ChangeBody">[],
  of: ((change: Shape<"ChangeBody">) => Author[]) | undefined,
  me: string,
): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>();
  for (const change of changes) {
    const authors = of?.(change) ?? [];
    const mine = authors.length > 0 && authors.every((a) => a.id === me);
    const key = mine
      ? "me"
      : authors
          .map((a) => a.id)
          .sort()
          .join("+") || "unknown";
    const group = groups.get(key) ?? { key, mine, authors, changes: [] };
    group.changes.push(change);
    groups.set(key, group);
  }
  const rank = (g: ChangeGroup) => (g.mine ? 0 : g.authors.length > 0 ? 1 : 2);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b));
}
