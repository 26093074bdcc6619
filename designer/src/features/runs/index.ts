/** The list, which draws no chain. */
export const runsPage = () => import("./components/runs-page");

/** One run, on the picture of its chain. */
export const runPage = () => import("./components/run-page");
