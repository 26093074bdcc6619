import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { api, type Shape } from "@/shared/api/client";

/** What glue at a place would see, and where that is from. */
export type GlueSample = {
  /** Who may edit chains there may try. */
  org: string;
  sample: Shape<"GlueSample">;
  /** In a few words, such as "run Order 12". */
  source: string;
};

/** The sample with which the glue of a form is tried; undefined where there is none. */
export const GlueSampleContext = createContext<GlueSample | undefined>(undefined);

export function useGlueSample(): GlueSample | undefined {
  return useContext(GlueSampleContext);
}

const pause = 600;
const mostSources = 50;

export type GlueTrial = Shape<"GlueTrialBody">;
export type GlueTried = Shape<"GlueTriedBody">;

/**
 * What the server makes of some glue with a sample, after a rest in typing. `results` are those of `sources`,
 * or undefined until they have come; the glue is evaluated nowhere but in the server's sandbox.
 */
export function useGlueTrial(given: GlueSample | undefined, sources: readonly GlueTrial[], wanted = true) {
  const asked = JSON.stringify(sources.slice(0, mostSources));
  const [rested] = useDebouncedValue(asked, pause);
  const trials = JSON.parse(rested) as GlueTrial[];
  const { data, isFetching, error } = api.useQuery(
    "post",
    "/api/v1/orgs/{org_id}/glue-trials",
    {
      params: { path: { org_id: given?.org ?? "" } },
      body: { sources: trials, sample: seen(given?.sample, trials.map((s) => s.text).join("\n")) },
    },
    {
      enabled: wanted && given !== undefined && trials.length > 0,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      retry: false,
      placeholderData: keepPreviousData,
    },
  );
  const current = rested === asked && !isFetching;
  return { results: current && wanted && given ? data?.results : undefined, working: !current, error };
}

/** As much of a sample as the sources may mean, so that no more is sent. */
function seen(sample: Shape<"GlueSample"> = {}, sources: string): Shape<"GlueSample"> {
  const named = (name: string) => sources.includes(name);
  const { nodes = {}, input, incoming, switches, ...rest } = sample;
  const all = /\bnodes\b(?!\s*(?:\?\.|\.|\[["']))/.test(sources);
  return {
    ...rest,
    ...(named("input") ? { input } : {}),
    ...(named("incoming") ? { incoming } : {}),
    ...(named("switches") ? { switches } : {}),
    nodes: Object.fromEntries(Object.entries(nodes).filter(([id]) => all || named(id))),
  };
}
