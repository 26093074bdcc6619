import { useQuery } from "@tanstack/react-query";
import { client } from "@/shared/api/client";
import { readVersion } from "../../api/documents";
import { readDraft } from "../../api/read-draft";
import { savesSince } from "../../api/saves";
import { type Author, authorship, stagesOf } from "../../model/authorship";

/** Beyond so many changes of hands only the last ones are told apart. */
const most = 12;

/**
 * Who changed the draft since the live version, and what. Saves that were thinned out leave gaps: what
 * nobody can be named for counts as somebody else's.
 */
export function useAuthors(org: string, key: string, version: number, revision: number) {
  return useQuery({
    queryKey: ["authors", org, key, version, revision],
    queryFn: async () => {
      const { data } = await client.GET("/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}", {
        params: { path: { org_id: org, chain_key: key, version } },
      });
      const stages = stagesOf(await savesSince(org, key, data?.revision ?? 0)).slice(-most);
      const [live, ...documents] = await Promise.all([
        readVersion(org, key, version),
        ...stages.map((s) => readDraft(org, key, s.revision).then((d) => d.document)),
      ]);
      const all = new Map<string, Author>(stages.map((s) => [s.by.id, s.by]));
      const of = authorship(
        live,
        stages.flatMap((s, i) => {
          const document = documents[i];
          return document ? [{ by: s.by, document }] : [];
        }),
      );
      return { all: [...all.values()], of };
    },
    enabled: version > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
