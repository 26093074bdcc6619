import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { show } from "@/shared/test/render";
import { DataTable } from "./data-table";

const columns = [
  { id: "name", title: "Name", cell: (r: { id: string }) => `Row ${r.id}` },
  { id: "act", title: "Act", quiet: true, cell: () => <button type="button">Act</button> },
];
const rows = ["a", "b", "c"].map((id) => ({ id }));

it("is one stop of the Tab key; arrows move, Enter opens, keys act on the row", async () => {
  const [open, edit] = [vi.fn(), vi.fn()];
  await show(
    <DataTable
      label="Things"
      columns={columns}
      rows={rows}
      id={(r) => r.id}
      open={open}
      keys={{ e: edit }}
    />,
  );
  await userEvent.tab();
  expect(document.activeElement).toBe(screen.getByRole("row", { name: /Row a/ }));
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(open).toHaveBeenCalledWith(rows[1]);
  await userEvent.keyboard("{End}e");
  expect(edit).toHaveBeenCalledWith(rows[2]);
  await userEvent.keyboard("{ArrowDown}{Home}");
  expect(document.activeElement).toBe(screen.getByRole("row", { name: /Row a/ }));
});

it("opens the row that is clicked, but not through a control in it", async () => {
  const open = vi.fn();
  await show(<DataTable label="Things" columns={columns} rows={rows} id={(r) => r.id} open={open} />);
  await userEvent.click(screen.getAllByRole("button", { name: "Act" })[0] as HTMLElement);
  expect(open).not.toHaveBeenCalled();
  await userEvent.click(screen.getByText("Row b"));
  expect(open).toHaveBeenCalledWith(rows[1]);
});

it("asks for more only where there is more", async () => {
  const load = vi.fn();
  await show(
    <DataTable
      label="Things"
      columns={columns}
      rows={rows}
      id={(r) => r.id}
      more={{ hasNextPage: true, isFetchingNextPage: false, fetchNextPage: load }}
    />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Load more" }));
  expect(load).toHaveBeenCalledOnce();
});

it("says why more did not come, keeps the rows, and tries again", async () => {
  const load = vi.fn();
  const more = { hasNextPage: true, isFetchingNextPage: false, fetchNextPage: load };
  const failed = { ...more, isFetchNextPageError: true, error: new TypeError("Failed to fetch") };
  await show(<DataTable label="Things" columns={columns} rows={rows} id={(r) => r.id} more={failed} />);
  expect(screen.getByRole("alert").textContent).toMatch(/More could not be loaded: ./);
  expect(screen.getByRole("row", { name: /Row c/ })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(load).toHaveBeenCalledOnce();
});
