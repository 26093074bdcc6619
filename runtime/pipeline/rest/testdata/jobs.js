// Jobs, as an engine in Node-RED keeps them: {key, sku} starts one, a callback tells of its end.
const jobs = flow.get("jobs") || {}, pipelines = flow.get("pipelines") || {};
const path = msg.req.route.path.slice("/PREFIX".length), call = msg.req.method + " " + path, body = msg.payload || {};
flow.set("calls", (flow.get("calls") || []).concat(call));
const say = (status, payload) => { msg.statusCode = status; msg.headers = {}; msg.payload = payload; return [msg, null]; };
const named = (all) => Object.values(all).filter((one) => one.key === msg.req.query.key);
const end = (job, status) => {
  if (job.status !== "WORKING") return;
  job.status = status;
  job.result = { sku: job.sku, count: job.count, input: job.input };
  job.error = status === "BAD" ? "no such package" : undefined;
  job.log.push("ended " + status);
  if (job.callback) node.send([null, { url: job.callback, method: "POST", headers: { "X-Token": "flow-secret", "Content-Type": "application/json" }, payload: { job: { id: job.id } } }]);
};
if (msg.req.get("authorization") !== "Bearer flow-secret") return say(401, {});
switch (call) {
  case "POST /pipelines":
    if (body.name === "refused") return say(422, { error: "not this one" });
    pipelines[body.key] = { id: "p-" + Object.keys(pipelines).length, key: body.key, name: body.name, parameters: body.parameters };
    flow.set("pipelines", pipelines);
    return say(201, { pipeline: pipelines[body.key] });
  case "GET /pipelines": return say(200, named(pipelines));
  case "DELETE /pipelines/:id":
    for (const key in pipelines) if (pipelines[key].id === msg.req.params.id) { delete pipelines[key]; return say(204, ""); }
    return say(404, {});
  case "POST /jobs": {
    const id = Object.keys(jobs).length + 1;
    const job = { id, key: body.key, sku: body.sku, count: body.count, input: body.input, pipeline: body.pipeline, callback: body.callback, status: "WORKING", log: ["begun " + body.sku] };
    jobs[id] = job;
    flow.set("jobs", jobs);
    if (body.sku !== "hang") setTimeout(() => end(job, body.sku === "bad" ? "BAD" : "GOOD"), 100);
    if (body.lose) return say(500, {});
    return say(202, { job: { id }, page: "http://127.0.0.1/jobs/" + id });
  }
  case "GET /jobs": return say(200, named(jobs));
  case "GET /jobs/:id": return jobs[msg.req.params.id] ? say(200, jobs[msg.req.params.id]) : say(404, {});
  case "DELETE /jobs/:id":
    if (!jobs[msg.req.params.id]) return say(404, {});
    if (jobs[msg.req.params.id].status !== "WORKING") return say(409, { error: "it has ended" });
    end(jobs[msg.req.params.id], "STOPPED");
    return say(200, {});
  case "GET /jobs/:id/log": return say(200, { lines: jobs[msg.req.params.id].log.slice(Number(msg.req.query.from)) });
  case "GET /calls": return say(200, flow.get("calls"));
}
return say(404, {});
