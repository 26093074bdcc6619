import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { Problem } from "@/shared/api/problems";
import type { JsonSchema } from "@/shared/chain/document";
import { show } from "@/shared/test/render";
import { type Files, FilesContext, type GivenFile } from "../files";
import { SchemaForm } from "../schema-form";
import { FileWidget } from "./file";

const widgets = { file: FileWidget };
const schema = {
  type: "object",
  properties: {
    receipt: { type: "string", format: "file", title: "Receipt", "x-accept": [".pdf"], "x-max-bytes": 1000 },
    photos: { type: "array", title: "Photos", maxItems: 3, items: { type: "string", format: "file" } },
  },
} as JsonSchema;

const file = (name: string, size = 3) => new File(["x".repeat(size)], name);

/** Shows a form whose files go nowhere, unless `give` says otherwise. */
async function open(first: object, known: GivenFile[], give?: Files["give"]) {
  const seen = { value: first as Record<string, unknown>, given: [] as string[], removed: [] as string[] };
  function Screen() {
    const [value, setValue] = useState<unknown>(first);
    const [given, setGiven] = useState(known);
    const files: Files = {
      given,
      give:
        give ??
        (async (field, f) => {
          seen.given.push(`${field} ${f.name}`);
          const id = `id-${f.name}`;
          setGiven((all) => [...all, { id, name: f.name, size: f.size }]);
          return id;
        }),
      remove: (id) => void seen.removed.push(id),
    };
    return (
      <FilesContext value={files}>
        <SchemaForm
          schema={schema}
          value={value}
          widgets={widgets}
          onChange={(next) => {
            seen.value = next as Record<string, unknown>;
            setValue(next);
          }}
        />
      </FilesContext>
    );
  }
  await show(<Screen />);
  const [receipt, photos] = document.querySelectorAll<HTMLInputElement>('input[type="file"]');
  return { seen, receipt: receipt as HTMLInputElement, photos: photos as HTMLInputElement };
}

it("takes one file, shows it with its size, and another in its place", async () => {
  const { seen, receipt } = await open({}, []);
  const button = screen.getByRole("button", { name: "Receipt: Choose a file" });
  expect(button.getAttribute("aria-describedby")).toBeTruthy();
  expect(screen.getByText(/\.pdf · up to 1 kB/)).toBeTruthy();
  await userEvent.upload(receipt, file("a.pdf"));
  const list = await screen.findByRole("list", { name: "Receipt" });
  expect(within(list).getByText("a.pdf")).toBeTruthy();
  expect(within(list).getByText("3 byte")).toBeTruthy();
  expect(seen).toMatchObject({ value: { receipt: "id-a.pdf" }, given: ["/receipt a.pdf"], removed: [] });
  await userEvent.upload(receipt, file("b.pdf"));
  await waitFor(() => expect(seen.value).toEqual({ receipt: "id-b.pdf" }));
  expect(seen.removed).toEqual(["id-a.pdf"]);
});

it("keeps all of several that come at once, and gives the focus back when one is removed", async () => {
  const { seen } = await open({ photos: ["old"] }, [{ id: "old", name: "old.png", size: 1 }]);
  const button = screen.getByRole("button", { name: "Photos: Choose files" });
  fireEvent.drop(button, { dataTransfer: { files: [file("1.png"), file("2.png"), file("3.png")] } });
  await waitFor(() => expect(seen.value).toEqual({ photos: ["old", "id-1.png", "id-2.png"] }));
  expect(screen.getByText("3.png is one too many: 3 at most.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Remove old.png" }));
  expect(seen).toMatchObject({ value: { photos: ["id-1.png", "id-2.png"] }, removed: ["old"] });
  expect(document.activeElement).toBe(button);
  expect(screen.getByText("old.png has been removed.")).toBeTruthy();
});

it("says at the field why a file is not taken", async () => {
  const { seen, receipt } = await open({ receipt: "lost" }, [], () =>
    Promise.reject(new Problem({ status: 422, code: "form.file_type", detail: "want a file of .pdf here" })),
  );
  expect(screen.getByText("A file that is not kept any more")).toBeTruthy();
  await userEvent.upload(receipt, file("empty.pdf", 0));
  expect(screen.getByText("empty.pdf is empty.")).toBeTruthy();
  await userEvent.upload(receipt, file("large.pdf", 1001));
  expect(screen.getByText("large.pdf is too large: up to 1 kB.")).toBeTruthy();
  await userEvent.upload(receipt, file("a.pdf"));
  expect(await screen.findByText("a.pdf: want a file of .pdf here")).toBeTruthy();
  const button = screen.getByRole("button", { name: "Receipt: Choose a file" });
  const said = button.getAttribute("aria-describedby")?.split(" ").at(-1) ?? "";
  expect(document.getElementById(said)?.textContent).toContain("want a file of .pdf here");
  expect(seen.value).toEqual({ receipt: "lost" });
});

it("shows how far a file is, and stops it", async () => {
  let report = (_: number) => {};
  const { seen, receipt } = await open({}, [], (_field, _file, told, signal) => {
    report = told;
    return new Promise((_, failed) => signal.addEventListener("abort", () => failed(new Error("stopped"))));
  });
  await userEvent.upload(receipt, file("a.pdf", 200));
  const bar = await screen.findByRole("progressbar", { name: "a.pdf is being sent" });
  report(50);
  await waitFor(() => expect(bar.getAttribute("aria-valuenow")).toBe("25"));
  await userEvent.click(screen.getByRole("button", { name: "Stop sending a.pdf" }));
  await waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
  expect(screen.queryByText(/stopped/)).toBeNull();
  expect(seen.value).toEqual({});
});
