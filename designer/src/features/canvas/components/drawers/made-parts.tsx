import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLastPublished } from "../../api/publications";
import { useEditor } from "../../store";
import { Made } from "../publish/made";
import classes from "./drawer.module.css";

/** What was made of a node when the chain was last published: the pipeline in its engine, the image in the registry. */
export function MadeParts({ node }: { node: string }) {
  const { t } = useTranslation("canvas");
  const org = useEditor((s) => s.org);
  const key = useEditor((s) => s.key);
  const last = useLastPublished(org, key).data;
  const parts = last?.parts.filter((p) => p.node === node && p.made) ?? [];
  if (!last?.version || parts.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={500} id="made-parts">
        {t("drawer.made", { version: last.version })}
      </Text>
      <ul className={classes.made} aria-labelledby="made-parts">
        {parts.map((p) => (
          <li key={`${p.kind} ${p.key} ${p.undo}`}>
            {t(`publish.part.${p.kind}`)}
            {p.undo ? ` (${t("publish.undo")})` : ""} <code>{p.key}</code>{" "}
            <Made made={p.made ?? ""} link={p.link} />
          </li>
        ))}
      </ul>
    </div>
  );
}
