import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { show } from "@/shared/test/render";
import { Markdown } from "./markdown";
import { blocksOf, spansOf } from "./markdown-blocks";

it("shows headings, lists, code, emphasis and links", async () => {
  await show(
    <Markdown
      text={
        "# Wait\n\nRest until *something* **big** happens.\nStill the same.\n\n- **For**: `90s`\n  or longer\n- Until\n\n```js\nconst a = `1` < 2;\n```\n\n[Help](https://example.org/help)"
      }
    />,
  );
  expect(screen.getByRole("heading", { name: "Wait", level: 3 })).toBeTruthy();
  expect(screen.getAllByRole("listitem").map((li) => li.textContent)).toEqual([
    "For: 90s or longer",
    "Until",
  ]);
  expect(screen.getByText("const a = `1` < 2;")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Help" }).getAttribute("href")).toBe("https://example.org/help");
  expect(screen.getByText("something").tagName).toBe("EM");
});

it("makes no HTML and no dangerous link of a text", async () => {
  await show(
    <Markdown text={'<img src=x onerror="boom()"> [go](javascript:boom()) [off](//evil.example)'} />,
  );
  expect(document.querySelector("img")).toBeNull();
  expect(screen.queryAllByRole("link")).toHaveLength(0);
  expect(spansOf("[go](javascript:boom)")).toEqual([{ kind: "text", text: "go" }]);
  expect(blocksOf("```\nnever closed")).toEqual([{ kind: "code", language: "", text: "never closed" }]);
});
