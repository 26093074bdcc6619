import { useQueryClient } from "@tanstack/react-query";
import { api, type Shape } from "@/shared/api/client";

type Chain = Shape<"ChainBody">;
type List = { items: Chain[] };

const mine = api.queryOptions("get", "/api/v1/me/stars", { params: { query: { limit: 100 } } });
const one = "/api/v1/me/stars/{chain_id}" as const;

/** The chains that somebody keeps at hand, and what puts one there or takes it away. */
export function useStars() {
  const queries = useQueryClient();
  const stars = api.useQuery("get", "/api/v1/me/stars", { params: { query: { limit: 100 } } });
  const onSettled = () => queries.invalidateQueries({ queryKey: mine.queryKey });
  const put = api.useMutation("put", one, { onSettled });
  const take = api.useMutation("delete", one, { onSettled });
  const all = stars.data?.items ?? [];
  const toggle = (chain: Chain) => {
    const starred = all.some((c) => c.id === chain.id);
    const items = starred ? all.filter((c) => c.id !== chain.id) : [...all, chain];
    queries.setQueryData<List>(mine.queryKey, (old) => ({ ...old, items }));
    (starred ? take : put).mutate({ params: { path: { chain_id: chain.id } } });
  };
  return { all, isPending: stars.isPending, toggle };
}
