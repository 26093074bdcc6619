export { RunPage } from "./components/run-page";
export { RunsPage } from "./components/runs-page";
