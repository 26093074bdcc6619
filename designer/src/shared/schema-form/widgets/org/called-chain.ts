import { api } from "@/shared/api/client";
import type { ChainDocument, JsonSchema } from "@/shared/chain/document";
import { useForm, useValueAt } from "../../context";
import { isFields, pointerTo, splitPointer } from "../../pointer";

const fresh = 60_000;

/** The chain that is chosen in the same part of the form; empty if none is. */
export function useCalledKey(pointer: string): string {
  const [beside] = splitPointer(pointer);
  const key = useValueAt(pointerTo(beside, "key"));
  return typeof key === "string" ? key : "";
}

/**
 * The input schema of the chosen chain, of the chosen version or of the latest; undefined if it has none, or
 * cannot be read.
 */
export function useCalledInput(pointer: string) {
  const { org } = useForm();
  const key = useCalledKey(pointer);
  const [beside] = splitPointer(pointer);
  const chosen = useValueAt(pointerTo(beside, "version"));
  const asked = typeof chosen === "number" && chosen > 0 ? chosen : 0;
  const path = { org_id: org, chain_key: key };
  const chain = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains/{chain_key}",
    { params: { path } },
    { enabled: key !== "" && asked === 0, staleTime: fresh },
  );
  const version = asked || (chain.data?.version ?? 0);
  const { data, isLoading } = api.useQuery(
    "get",
    "/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}/document",
    { params: { path: { ...path, version } }, headers: { Accept: "application/json" } },
    { enabled: key !== "" && version > 0, staleTime: fresh },
  );
  const input = (data as unknown as ChainDocument | undefined)?.input;
  const formed = input && isFields(input.properties) && Object.keys(input.properties).length > 0;
  return {
    key,
    version,
    loading: isLoading || chain.isLoading,
    schema: formed ? (input as JsonSchema) : undefined,
  };
}
