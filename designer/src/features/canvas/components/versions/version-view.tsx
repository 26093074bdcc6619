import { Button, Group, Menu, Select, Skeleton, Text } from "@mantine/core";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Action, useActions } from "@/shared/actions/actions";
import { exportDocument } from "@/shared/api/export-document";
import { ChainPicture, type Selected } from "@/shared/flow/chain-picture";
import { Can } from "@/shared/kit/can";
import { ErrorState } from "@/shared/kit/error-state";
import { dateTime } from "@/shared/lib/format";
import { useCompared } from "../../api/compare";
import { useScriptChanges } from "../../api/pinned-scripts";
import { useVersionDocument } from "../../api/runs";
import type { Version } from "../../api/versions";
import { edgesOfChange, overlaid } from "../../model/overlaid";
import { useEditor } from "../../store";
import { useDesk } from "../drafts/desk";
import { useChain } from "../drafts/use-chain";
import { DocumentDialog } from "../later";
import { ChangeList } from "./change-list";
import { useSteps } from "./use-steps";
import classes from "./versions-tab.module.css";

type Props = {
  version: string;
  compare: string | undefined;
  all: Version[];
  show: (version: string, compare?: string) => void;
};

const nothing: never[] = [];

/** One version on the canvas, or two laid over each other with what differs marked. */
export function VersionView({ version, compare, all, show }: Props) {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const kinds = useEditor((s) => s.kinds);
  const chain = useChain().data;
  const to = useDocument(version);
  const from = useDocument(compare ?? "");
  const compared = useCompared(org, key, compare ?? "", compare ? version : "", chain?.draft.revision);
  const changes = compared.data ?? nothing;
  const scripts = useScriptChanges(
    org,
    key,
    { of: compare ?? "", document: from.document },
    { of: compare ? version : "", document: to.document },
  );
  const [selected, setSelected] = useState<Selected>({ nodes: [], edges: [] });
  const step = useSteps(
    changes,
    (c) => (from.document && to.document ? edgesOfChange(from.document, to.document, c) : []),
    setSelected,
  );
  const both = useMemo(
    () =>
      to.document && compare
        ? from.document && compared.data && overlaid(from.document, to.document, compared.data)
        : to.document && { document: to.document, marks: undefined },
    [to.document, from.document, compare, compared.data],
  );
  const [reading, setReading] = useState(false);
  const published = version === "draft" ? undefined : version;
  const read = t(published ? "document.ofVersion" : "document.item", { version });
  const actions: Action[] = published
    ? [
        {
          id: "canvas.versionDocument",
          label: read,
          enabled: to.document !== undefined,
          perform: () => setReading(true),
        },
      ]
    : nothing;
  useActions(actions);
  const error = to.error ?? from.error ?? compared.error;
  const row = all.find((v) => String(v.version) === version);
  const name = (v: string) => (v === "draft" ? t("versions.draft") : t("versions.number", { version: v }));
  const others = ["draft", ...all.map((v) => String(v.version))].filter((v) => v !== version);

  const goBack = async () => {
    const document = to.document;
    if (!document || !(await useDesk.getState().edit())) return;
    useEditor.getState().act(t("versions.takeStep", { version }), () => document);
  };

  return (
    <div className={classes.view}>
      <div className={classes.head}>
        <div className={classes.title}>
          <Text component="h2" fw={600}>
            {name(version)}
          </Text>
          {row && (
            <Text size="sm" c="dimmed" truncate>
              {[dateTime(row.created_at), row.created_by?.name, row.message].filter(Boolean).join(" · ")}
            </Text>
          )}
        </div>
        <Group gap="xs" wrap="nowrap">
          <Select
            size="xs"
            w={220}
            aria-label={t("versions.compareWith")}
            placeholder={t("versions.compareWith")}
            clearable
            searchable
            data={others.map((v) => ({ value: v, label: t("versions.against", { version: name(v) }) }))}
            value={compare ?? null}
            onChange={(v) => show(version, v ?? undefined)}
          />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconDownload size={16} aria-hidden />}
              >
                {t("versions.export")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={!to.document} onClick={() => setReading(true)}>
                {read}
              </Menu.Item>
              {(["yaml", "json"] as const).map((as) => (
                <Menu.Item
                  key={as}
                  onClick={() =>
                    void exportDocument(org, key, version === "draft" ? undefined : Number(version), as)
                  }
                >
                  {t(`export.${as}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          {version !== "draft" && (
            <Can do="chain:edit" on={chain}>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconHistory size={16} aria-hidden />}
                onClick={() => void goBack()}
              >
                {t("versions.take")}
              </Button>
            </Can>
          )}
        </Group>
      </div>
      {error ? (
        <ErrorState error={error} />
      ) : !both ? (
        <Skeleton flex={1} radius={0} />
      ) : (
        <div className={classes.stage}>
          <div className={classes.picture}>
            <ChainPicture
              document={both.document}
              kinds={kinds}
              selected={selected}
              onSelect={setSelected}
              view={`${org}/${key}`}
              label={name(version)}
              {...(both.marks ? { marks: both.marks } : {})}
            />
          </div>
          {compare && (
            <ChangeList
              changes={changes}
              document={both.document}
              at={step.at}
              go={step.go}
              scripts={scripts}
              title={t("versions.since", { version: name(compare) })}
            />
          )}
        </div>
      )}
      {reading && to.document && (
        <DocumentDialog
          close={() => setReading(false)}
          {...(published ? { version: { number: published, document: to.document } } : {})}
        />
      )}
    </div>
  );
}

/** The document of a version, or the draft as it is shown. */
function useDocument(version: string) {
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const draft = useEditor((s) => s.confirmed.document);
  const read = useVersionDocument(org, key, Number(version) || 0);
  return version === "draft" ? { document: draft, error: null } : { document: read.data, error: read.error };
}
