import { expect, it } from "vitest";
import { madeOf } from "./made-of";

const chain = (key: string, version = 1) => ({ key, version });
const parts = [{ key: "publish" }, { key: "back" }];

it("finds the keys of which all chains are published", () => {
  const chains = [
    chain("shop-publish"),
    chain("shop-back"),
    chain("half-publish"),
    chain("draft-publish", 0),
    chain("draft-back"),
    chain("a-b-back"),
    chain("a-b-publish"),
    chain("-publish"),
    chain("-back"),
  ];
  expect(madeOf(parts, chains)).toEqual(["a-b", "shop"]);
});

it("takes the chain itself where a template makes one", () => {
  expect(madeOf([{ key: "" }], [chain("one"), chain("two", 0)])).toEqual(["one"]);
  expect(madeOf([], [chain("one")])).toEqual([]);
});
