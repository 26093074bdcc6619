import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import { runPage, runsPage } from "@/features/runs";
import { ErrorPage, NotFoundPage } from "./errors/pages";
import { Shell } from "./shell/shell";

/** The search part of an address, kept as it is: each screen reads what it knows. */
type Search = Record<string, string | undefined>;

const strings = (search: Record<string, unknown>): Search =>
  Object.fromEntries(
    Object.entries(search).map(([k, v]) => [k, v === undefined || v === null ? undefined : String(v)]),
  );

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: ErrorPage,
});

const auth = () => import("@/features/auth");
const outside = [
  createRoute({
    getParentRoute: () => root,
    path: "/sign-in",
    validateSearch: strings,
    component: lazyRouteComponent(auth, "SignInPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/setup",
    component: lazyRouteComponent(auth, "SetupPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/invite",
    component: lazyRouteComponent(auth, "InvitePage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/reset",
    component: lazyRouteComponent(auth, "ResetPage"),
  }),
  createRoute({
    getParentRoute: () => root,
    path: "/verify",
    component: lazyRouteComponent(auth, "VerifyPage"),
  }),
];

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  component: Shell,
  validateSearch: strings,
});

const chains = () => import("@/features/chains");
const scripts = () => import("@/features/scripts");
const environments = () => import("@/features/environments");
const engines = () => import("@/features/engines");
const orgs = () => import("@/features/orgs");
const inbox = () => import("@/features/inbox");
const releases = () => import("@/features/releases");

const inside = [
  createRoute({
    getParentRoute: () => shell,
    path: "/",
    component: lazyRouteComponent(() => import("@/features/home"), "HomePage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/me",
    component: lazyRouteComponent(() => import("@/features/settings"), "SettingsPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/inbox",
    component: lazyRouteComponent(inbox, "InboxPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/inbox/$item",
    component: lazyRouteComponent(inbox, "InboxPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/chains",
    component: lazyRouteComponent(chains, "ChainsPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/chains/$key",
    component: lazyRouteComponent(() => import("@/features/canvas"), "ChainPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/runs",
    component: lazyRouteComponent(runsPage, "RunsPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/runs/$run",
    component: lazyRouteComponent(runPage, "RunPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/releases",
    component: lazyRouteComponent(releases, "ReleasesPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/releases/$id",
    component: lazyRouteComponent(releases, "ReleasePage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/templates",
    component: lazyRouteComponent(() => import("@/features/templates"), "TemplatesPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/scripts",
    component: lazyRouteComponent(scripts, "ScriptsPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/scripts/$key",
    component: lazyRouteComponent(scripts, "ScriptPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/environments",
    component: lazyRouteComponent(environments, "EnvironmentsPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/environments/$key",
    component: lazyRouteComponent(environments, "EnvironmentPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/engines",
    component: lazyRouteComponent(engines, "EnginesPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/engines/$key",
    component: lazyRouteComponent(engines, "EnginePage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/secrets",
    component: lazyRouteComponent(() => import("@/features/secrets"), "SecretsPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/switches",
    component: lazyRouteComponent(() => import("@/features/switches"), "SwitchesPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/triggers",
    component: lazyRouteComponent(() => import("@/features/triggers"), "TriggersPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/members",
    component: lazyRouteComponent(orgs, "MembersPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/o/$org/audit",
    component: lazyRouteComponent(() => import("@/features/audit"), "AuditPage"),
  }),
  createRoute({
    getParentRoute: () => shell,
    path: "/system",
    component: lazyRouteComponent(() => import("@/features/system"), "SystemPage"),
  }),
];

/** `?q=failed&node=a`, and nothing quoted: addresses are for people, too. */
const plainSearch = {
  parseSearch: (text: string): Search => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search: Record<string, unknown>): string => {
    const pairs = Object.entries(strings(search)).filter((p): p is [string, string] => p[1] !== undefined);
    return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
  },
};

/** All addresses. What a person may want to send to another is in them. */
export const router = createRouter({
  routeTree: root.addChildren([...outside, shell.addChildren(inside)]),
  defaultPreload: "intent",
  ...plainSearch,
  defaultErrorComponent: ErrorPage,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
