import { Panel } from "@xyflow/react";
import { useTranslation } from "react-i18next";
import { type ChainDocument, nodeName } from "../chain/document";
import { findNode } from "../chain/graph";
import classes from "./flow.module.css";

type Props = { document: ChainDocument; path: readonly string[]; onPath: (path: readonly string[]) => void };

/** Which inner graph is shown, and the ways back out. */
export function Crumbs({ document, path, onPath }: Props) {
  const { t } = useTranslation("flow");
  const names = [document.name, ...path.map((id) => nodeName(findNode(document, id) ?? { id }))];
  return (
    <Panel position="top-left">
      <nav className={classes.crumbs} aria-label={t("where")}>
        {names.map((name, depth) =>
          depth === path.length ? (
            <span key={path[depth - 1] ?? ""} className={classes.here} aria-current="location">
              {name}
            </span>
          ) : (
            <span key={path[depth - 1] ?? ""}>
              <button type="button" className={classes.crumb} onClick={() => onPath(path.slice(0, depth))}>
                {name}
              </button>
              {" ›"}
            </span>
          ),
        )}
      </nav>
    </Panel>
  );
}
