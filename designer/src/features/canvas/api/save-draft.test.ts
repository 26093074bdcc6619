import { afterEach, expect, it, vi } from "vitest";
import { surroundings } from "@/shared/api/client";
import { refusal, serve } from "@/shared/test/server";
import { saveDraft } from "./save-draft";

const { overtaken } = surroundings;
afterEach(() => {
  surroundings.overtaken = overtaken;
  vi.unstubAllGlobals();
});

it("asks nobody whether to save over the draft of another", async () => {
  const asked = vi.fn(async () => '"5"');
  surroundings.overtaken = asked;
  const sent = serve({
    "PUT /orgs/o1/chains/pack/draft": () => refusal(412, "chain.stale", "the draft was changed meanwhile"),
  });
  await expect(saveDraft("o1", "pack", {} as never, 4, undefined)).rejects.toMatchObject({ status: 412 });
  expect(asked).not.toHaveBeenCalled();
  expect(sent).toHaveLength(1);
});
