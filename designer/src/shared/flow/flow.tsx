import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  type EdgeChange,
  type NodeChange,
  type NodeTypes,
  Panel,
  ReactFlow,
  SelectionMode,
  type Viewport,
} from "@xyflow/react";
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { type ChainDocument, type ChainEdge, edgeKey, nodeName } from "../chain/document";
import { graphAt } from "../chain/graph";
import type { Finding, Kinds } from "../chain/kinds";
import { grid } from "../chain/layout";
import { lazily } from "../kit/lazily";
import { Arrows, ChainEdgeLine, edgeLabel } from "./chain-edge";
import { Crumbs } from "./crumbs";
import classes from "./flow.module.css";
import { GroupFrame } from "./group-frame";
import { GuideLines } from "./guide-lines";
import { nextNames } from "./next-names";
import { cardId, NodeCard } from "./node-card";
import { NoteCard } from "./note-card";
import { spotAt } from "./overview";
import { OverviewLayer } from "./overview-layer";
import {
  type Deeds,
  type Mark,
  type NodeState,
  newOverlay,
  PictureContext,
  troublesOf,
  type Way,
} from "./picture-state";
import { type FlowEdge, type FlowNode, Projector } from "./project";
import type { Editing, Selected, Surface } from "./surface";
import { UndoCard } from "./undo-card";
import { undoLane } from "./undo-lane";
import { useConnecting } from "./use-connecting";
import { useDrag } from "./use-drag";
import { useGlide } from "./use-glide";
import { useSpots } from "./use-spots";
import { firstView, near, painted, rememberView } from "./viewport";
import { ZoomControls } from "./zoom-controls";

export type { Editing, Selected, Surface } from "./surface";

export type FlowProps = {
  document: ChainDocument;
  kinds: Kinds;
  /** The inner graph that is shown: ids of the nodes that contain it, outermost first. */
  path?: readonly string[];
  onPath?: (path: readonly string[]) => void;
  states?: ReadonlyMap<string, NodeState>;
  problems?: readonly Finding[];
  /** What became of nodes (by id) and edges (by key) between two versions. */
  marks?: ReadonlyMap<string, Mark>;
  /** Which edges (by key) a run took, and which it left. */
  ways?: ReadonlyMap<string, Way>;
  /** The nodes whose outputs are pinned for tests. */
  pinned?: ReadonlySet<string>;
  selected?: Selected;
  onSelect?: (selected: Selected) => void;
  /** Somebody wants to see more of a node or an edge. */
  onOpen?: (target: { node?: string; edge?: string }) => void;
  focus?: string;
  naming?: string;
  /** Whether what undoes the nodes is shown beside them. */
  undos?: boolean;
  /** Another number each time that nodes are put in order: they glide to their new places. */
  glide?: number;
  /** Where the chain flows to, if not where its layout says. */
  direction?: "down" | "right";
  /** Under which name this browser remembers where the person was. */
  view?: string;
  editing?: Editing;
  onReady?: (surface: Surface) => void;
  onKeyDown?: (e: KeyboardEvent<HTMLDivElement>) => void;
  onFocusChange?: (focused: boolean) => void;
  label?: string;
  children?: ReactNode;
};

/** It floats over the picture, which is complete without it. */
const MiniMap = lazily(() => import("./minimap").then((m) => m.MiniMap), { failed: () => null });

const nodeTypes = {
  card: NodeCard,
  note: NoteCard,
  frame: GroupFrame,
  folded: GroupFrame,
  undo: UndoCard,
} as NodeTypes;
const edgeTypes = { chain: ChainEdgeLine };
const none: Selected = { nodes: [], edges: [] };
const noStates: ReadonlyMap<string, NodeState> = new Map();
const noMarks: ReadonlyMap<string, Mark> = new Map();
const noWays: ReadonlyMap<string, Way> = new Map();
const noPins: ReadonlySet<string> = new Set();
const outermost: readonly string[] = [];

/** Below this zoom cards show only their names. */
const farAway = 0.45;
/** A chain with fewer nodes is never painted: its cards cost nothing. */
const big = 150;

/**
 * The drawing surface: one graph of a chain with its groups and notes, and what is laid over it. It shows only
 * what is in view, so that a thousand nodes cost no more than what one sees of them.
 */
export function Flow(props: FlowProps) {
  const { document, editing, onReady } = props;
  const { t } = useTranslation(["flow"]);
  const root = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ width: number; height: number }>();
  const [own, setOwn] = useState<readonly string[]>(outermost);
  const wanted = props.path ?? own;
  const graph = graphAt(document, wanted) ?? document;
  const path = graph === document ? outermost : wanted;
  const setPath = props.onPath ?? setOwn;
  const selected = props.selected ?? none;
  const [zoomed, setZoomed] = useState<"near" | "far" | "painted">("near");
  const surface = useRef<Surface | undefined>(undefined);
  const projector = useRef<Projector>(undefined);
  projector.current ??= new Projector();
  const layout = useMemo(
    () => (props.direction ? { ...document.layout, direction: props.direction } : document.layout),
    [document.layout, props.direction],
  );

  useLayoutEffect(() => {
    const box = root.current?.getBoundingClientRect();
    setSize({ width: box?.width || 1024, height: box?.height || 640 });
  }, []);

  const { ways = noWays } = props;
  const names = useMemo(() => new Map(graph.nodes.map((n) => [n.id, nodeName(n)])), [graph.nodes]);
  const describe = useCallback(
    (edge: ChainEdge) => {
      const way = ways.get(edgeKey(edge));
      const label = [edgeLabel(edge, t), way && t(`flow:edge.${way}`)].filter(Boolean).join(", ");
      const ends = { from: names.get(edge.from) ?? edge.from, to: names.get(edge.to) ?? edge.to };
      return label ? t("flow:edge.aloudWith", { ...ends, label }) : t("flow:edge.aloud", ends);
    },
    [names, ways, t],
  );
  const next = useMemo(() => nextNames(graph, names), [graph, names]);
  const places = projector.current.positions(graph, layout);
  const gliding = useGlide(places, props.glide);
  const drag = useDrag(editing, document, places);
  const moved = drag.moved ?? gliding;
  const { nodes, edges } = projector.current.project(graph, layout, {
    selected,
    ...(moved ? { moved } : {}),
    outermost: path.length === 0,
    describe,
  });
  const lane = useMemo(
    () => (props.undos ? undoLane(graph, places, layout?.direction ?? "down") : []),
    [props.undos, graph, places, layout?.direction],
  );

  const [store] = useState(newOverlay);
  const connecting = useConnecting(editing, store, surface);
  const troubles = useMemo(() => troublesOf(props.problems ?? []), [props.problems]);
  useLayoutEffect(() => {
    store.setState({
      kinds: props.kinds,
      direction: layout?.direction ?? "down",
      states: props.states ?? noStates,
      troubles,
      marks: props.marks ?? noMarks,
      ways,
      next,
      pinned: props.pinned ?? noPins,
      focus: props.focus,
      naming: props.naming,
      editable: editing !== undefined,
    });
  }, [
    store,
    props.kinds,
    layout?.direction,
    props.states,
    troubles,
    props.marks,
    ways,
    next,
    props.pinned,
    props.focus,
    props.naming,
    editing,
  ]);
  const enter = useCallback((id: string) => setPath([...path, id]), [path, setPath]);
  const deeds = useMemo<Deeds>(() => ({ enter, ...editing?.deeds }), [enter, editing?.deeds]);
  const picture = useMemo(() => ({ store, deeds }), [store, deeds]);

  const isPainted = zoomed === "painted" && graph.nodes.length > big;
  const { spots, lines } = useSpots(graph, places, selected.nodes, troubles, props.states);

  // The surface says node by node and edge by edge what was selected, so each change builds on the last one.
  const latest = useRef(selected);
  useLayoutEffect(() => {
    latest.current = selected;
  }, [selected]);
  const choose = (next: Selected) => {
    latest.current = next;
    props.onSelect?.(next);
  };
  const onNodesChange = (changes: NodeChange<FlowNode>[]) => {
    const picked = changes.filter((c) => c.type === "select");
    if (picked.length > 0) choose({ ...latest.current, nodes: picks(latest.current.nodes, picked) });
    drag.move(changes.filter((c) => c.type === "position"));
  };
  const onEdgesChange = (changes: EdgeChange<FlowEdge>[]) => {
    const picked = changes.filter((c) => c.type === "select");
    if (picked.length > 0) choose({ ...latest.current, edges: picks(latest.current.edges, picked) });
  };
  const onMove = (_: unknown, view: Viewport) =>
    setZoomed(view.zoom < painted ? "painted" : view.zoom < farAway ? "far" : "near");
  const at = (e: MouseEvent) => surface.current?.screenToFlowPosition({ x: e.clientX, y: e.clientY });
  const onPaneClick = (e: MouseEvent) => {
    const p = isPainted ? at(e) : undefined;
    const hit = p && spotAt(spots, p);
    if (hit) choose({ nodes: [hit.id], edges: [] });
    else if (latest.current.nodes.length + latest.current.edges.length > 0) choose(none);
  };
  const onDoubleClick = (e: MouseEvent) => {
    const target = e.target as Element;
    const p = at(e);
    if (!p || !target.classList.contains("react-flow__pane")) return;
    const hit = isPainted ? spotAt(spots, p) : undefined;
    if (hit) void surface.current?.setCenter(hit.at.x + 110, hit.at.y + 32, { zoom: near, duration: 150 });
    else editing?.addAt(p);
  };

  useShownGraph(surface, path, () => {
    const first = firstView(graph, places, size ?? { width: 1024, height: 640 }, undefined);
    void surface.current?.setViewport(first);
  });
  const [first] = useFirst(() => size && firstView(graph, places, size, props.view));
  const atCard = useStore(store, (o) => o.atCard);

  return (
    <PictureContext value={picture}>
      <div
        ref={root}
        className={classes.surface}
        data-far={zoomed === "near" ? undefined : true}
        onPointerDownCapture={(e) => {
          if (!(e.target as Element).closest("input, textarea, button, a, canvas"))
            root.current?.querySelector<HTMLElement>(".react-flow")?.focus({ preventScroll: true });
        }}
      >
        <Arrows />
        {first && (
          <ReactFlow<FlowNode, FlowEdge>
            aria-label={props.label ?? t("flow:canvas")}
            aria-activedescendant={atCard === undefined ? undefined : cardId(atCard)}
            tabIndex={0}
            onKeyDown={props.onKeyDown}
            onFocus={(e) => e.target === e.currentTarget && props.onFocusChange?.(true)}
            onBlur={(e) => e.target === e.currentTarget && props.onFocusChange?.(false)}
            nodes={isPainted ? [] : [...nodes, ...lane]}
            edges={isPainted ? [] : edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            defaultViewport={first}
            minZoom={0.05}
            maxZoom={2}
            onInit={(instance) => {
              surface.current = instance;
              onMove(null, instance.getViewport());
              onReady?.(instance);
            }}
            onMove={onMove}
            onMoveEnd={(_, view) => path.length === 0 && rememberView(props.view, view)}
            onNodesChange={onNodesChange}
            onEdgesChange={onEdgesChange}
            onNodeDragStop={drag.stop}
            onSelectionDragStop={drag.stop}
            {...connecting}
            onPaneClick={onPaneClick}
            onDoubleClick={onDoubleClick}
            onNodeDoubleClick={(_, n) => {
              if (n.type === "card" || n.type === "undo") props.onOpen?.({ node: n.data.node.id });
            }}
            onEdgeDoubleClick={(_, e) => props.onOpen?.({ edge: e.id })}
            onEdgeMouseEnter={(_, e) => store.setState({ hover: e.id })}
            onEdgeMouseLeave={(_, e) =>
              window.setTimeout(
                () => store.getState().hover === e.id && store.setState({ hover: undefined }),
                600,
              )
            }
            nodesDraggable={editing !== undefined}
            nodesConnectable={editing !== undefined}
            elementsSelectable={props.onSelect !== undefined}
            nodesFocusable={false}
            edgesFocusable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            selectionKeyCode="Shift"
            multiSelectionKeyCode={["Shift", "Meta", "Control"]}
            selectionMode={SelectionMode.Partial}
            connectOnClick={false}
            connectionRadius={28}
            snapToGrid
            snapGrid={[grid, grid]}
            panOnScroll
            panOnDrag={[0, 1]}
            zoomOnDoubleClick={false}
            onlyRenderVisibleElements
            elevateNodesOnSelect={false}
            autoPanOnNodeFocus={false}
          >
            <Background variant={BackgroundVariant.Dots} gap={grid * 3} size={1.5} className={classes.dots} />
            {drag.guides.length > 0 && <GuideLines guides={drag.guides} />}
            {isPainted && <OverviewLayer spots={spots} lines={lines} />}
            {graph.nodes.length > 0 && <MiniMap spots={spots} lines={lines} />}
            <ZoomControls places={places} />
            {path.length > 0 && <Crumbs document={document} path={path} onPath={setPath} />}
            {graph.nodes.length === 0 && !editing && <Panel position="top-center">{t("flow:empty")}</Panel>}
            {props.children}
          </ReactFlow>
        )}
      </div>
    </PictureContext>
  );
}

function picks(before: readonly string[], changes: { id: string; selected: boolean }[]): string[] {
  const next = new Set(before);
  for (const c of changes) {
    if (c.selected) next.add(c.id);
    else next.delete(c.id);
  }
  return [...next];
}

/** Keeps the first value that there is. */
function useFirst<T>(get: () => T | undefined): [T | undefined] {
  const kept = useRef<T>(undefined);
  kept.current ??= get();
  return [kept.current];
}

/** Calls `show` whenever another graph of the same chain is shown. */
function useShownGraph(
  surface: { current: Surface | undefined },
  path: readonly string[],
  show: () => void,
): void {
  const key = path.join("/");
  const last = useRef(key);
  const act = useRef(show);
  act.current = show;
  useEffect(() => {
    if (last.current === key || !surface.current) return;
    last.current = key;
    act.current();
  }, [key, surface]);
}
