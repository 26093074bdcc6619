import { screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { serve } from "@/shared/test/server";
import { api } from "./client";
import { paged, rowsOf } from "./paged";

afterEach(() => vi.unstubAllGlobals());

it("keeps a list in pages apart from the same list read at once", async () => {
  serve({ "GET /orgs": { items: [{ id: "o1", name: "Stock" }] } });
  const of = { params: { query: { limit: 5 } } };
  const Pages = () => (
    <p>pages {rowsOf(api.useInfiniteQuery("get", "/api/v1/orgs", of, paged).data)?.length}</p>
  );
  const AtOnce = () => <p>at once {api.useQuery("get", "/api/v1/orgs", of).data?.items.length}</p>;
  await show(
    <>
      <Pages />
      <AtOnce />
    </>,
  );
  expect(await screen.findByText("pages 1")).toBeTruthy();
  expect(await screen.findByText("at once 1")).toBeTruthy();
});
