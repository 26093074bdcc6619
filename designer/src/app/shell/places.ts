import {
  IconBolt,
  IconBox,
  IconHistory,
  IconHome,
  IconInbox,
  IconKey,
  IconPlayerPlay,
  IconRobot,
  IconRocket,
  IconScript,
  IconSitemap,
  IconTemplate,
  IconTimeline,
  IconToggleLeft,
  IconUsers,
} from "@tabler/icons-react";
import { may } from "@/shared/api/session";

type Place = {
  id: PlaceId;
  address: (org: string) => string;
  icon: typeof IconHome;
  /** What the server must list; empty: everybody. */
  permission: string;
  keys: string;
  /** A line stands above it. */
  divided?: boolean;
};

type PlaceId =
  | "home"
  | "inbox"
  | "chains"
  | "runs"
  | "releases"
  | "triggers"
  | "templates"
  | "scripts"
  | "environments"
  | "engines"
  | "switches"
  | "secrets"
  | "members"
  | "audit"
  | "system";

/** The places of the rail, in their order, with the permission that shows each. */
export const places: Place[] = [
  { id: "home", address: () => "/", icon: IconHome, permission: "", keys: "g h" },
  { id: "inbox", address: () => "/inbox", icon: IconInbox, permission: "", keys: "g i" },
  {
    id: "chains",
    address: (org: string) => `/o/${org}/chains`,
    icon: IconSitemap,
    permission: "chain:view",
    keys: "g c",
  },
  {
    id: "runs",
    address: (org: string) => `/o/${org}/runs`,
    icon: IconPlayerPlay,
    permission: "run:view",
    keys: "g r",
  },
  {
    id: "releases",
    address: (org: string) => `/o/${org}/releases`,
    icon: IconRocket,
    permission: "release:view",
    keys: "g l",
  },
  {
    id: "triggers",
    address: (org: string) => `/o/${org}/triggers`,
    icon: IconBolt,
    permission: "chain:view",
    keys: "g t",
  },
  {
    id: "templates",
    address: (org: string) => `/o/${org}/templates`,
    icon: IconTemplate,
    permission: "template:view",
    keys: "g p",
  },
  {
    id: "scripts",
    divided: true,
    address: (org: string) => `/o/${org}/scripts`,
    icon: IconScript,
    permission: "chain:view",
    keys: "g s",
  },
  {
    id: "environments",
    address: (org: string) => `/o/${org}/environments`,
    icon: IconBox,
    permission: "environment:view",
    keys: "g e",
  },
  {
    id: "engines",
    address: (org: string) => `/o/${org}/engines`,
    icon: IconRobot,
    permission: "engine:use",
    keys: "g n",
  },
  {
    id: "switches",
    address: (org: string) => `/o/${org}/switches`,
    icon: IconToggleLeft,
    permission: "switch:view",
    keys: "g w",
  },
  {
    id: "secrets",
    address: (org: string) => `/o/${org}/secrets`,
    icon: IconKey,
    permission: "secret:list",
    keys: "g k",
  },
  {
    id: "members",
    divided: true,
    address: (org: string) => `/o/${org}/members`,
    icon: IconUsers,
    permission: "org:view",
    keys: "g m",
  },
  {
    id: "audit",
    address: (org: string) => `/o/${org}/audit`,
    icon: IconHistory,
    permission: "audit:view",
    keys: "g a",
  },
  { id: "system", address: () => "/system", icon: IconTimeline, permission: "audit:view", keys: "g y" },
];

/** The places that somebody may go to, by what the server lists for the org. */
export function placesFor(org: Parameters<typeof may>[0]): Place[] {
  return places.filter((p) => !p.permission || may(org, p.permission));
}
