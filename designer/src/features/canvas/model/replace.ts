import type { Body, ChainDocument, ChainNode } from "@/shared/chain/document";
import { changeNode, graphAt, pathTo } from "@/shared/chain/graph";
import type { Kind } from "@/shared/chain/kinds";
import { isFields } from "@/shared/schema-form/pointer";
import { newBody } from "./insert";

type Fields = Record<string, unknown>;

/** Whether a node can become one of a kind: all edges at it must still find their ends. */
export function canBecome(document: ChainDocument, id: string, kind: Kind): boolean {
  const edges = graphAt(document, pathTo(document, id) ?? [])?.edges ?? [];
  return edges.every((e) => {
    if (e.to === id && !kind.ports.in) return false;
    if (e.from !== id) return true;
    return e.failure ? kind.ports.failure : kind.ports.out;
  });
}

/**
 * The document with a node of another kind. It keeps its id, its name, its place, its edges, and all that
 * every kind has; of its configuration what the other kind has under the same name and of the same type.
 */
export function replaceKind(
  document: ChainDocument,
  id: string,
  was: Kind | undefined,
  kind: Kind,
): ChainDocument {
  return changeNode(document, id, (node) => {
    if (node.kind === kind.name) return node;
    const { kind: _, [node.kind]: config, ...all } = node;
    const own = was?.fields ? Object.keys(propertiesOf(was)) : [];
    const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !own.includes(name)));
    const given = was?.fields ? (node as Fields) : isFields(config) ? config : {};
    return { ...(kept as ChainNode), ...body(kind, given, was) };
  });
}

/** What the new kind takes over of what the old one was told. */
function body(kind: Kind, given: Fields, was: Kind | undefined): Body {
  const made = newBody(kind);
  const [old, now] = [was ? propertiesOf(was) : {}, propertiesOf(kind)];
  const fits = Object.entries(given).filter(
    ([name]) =>
      name !== "graph" && typeOf(now[name]) !== undefined && typeOf(now[name]) === typeOf(old[name]),
  );
  if (fits.length === 0) return made;
  const taken = Object.fromEntries(fits);
  if (kind.fields) return { ...made, ...taken };
  const config = made[kind.name];
  return { ...made, [kind.name]: { ...(isFields(config) ? config : {}), ...taken } };
}

function propertiesOf(kind: Kind): Fields {
  const properties = (kind.schema as { properties?: unknown } | undefined)?.properties;
  return isFields(properties) ? properties : {};
}

/** The type and the sort of control of a property; undefined for one that is not there. */
function typeOf(schema: unknown): string | undefined {
  if (!isFields(schema)) return undefined;
  return `${JSON.stringify(schema.type ?? schema.$ref ?? schema.oneOf)} ${schema["x-widget"] ?? ""}`;
}
