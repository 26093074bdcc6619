import refusals from "@/shared/api/refusals.zh-CN.json";
import { byNamespace } from "./namespaces";

export default {
  ...byNamespace(import.meta.glob<object>("../**/messages/zh-CN.json", { eager: true, import: "default" })),
  refusals,
};
