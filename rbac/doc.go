// Package rbac decides who may do what where. It holds the org tree, roles and
// grants of a tenant in memory, asks Casbin, and answers Can, Filter, Explain
// and Preview. It is the only package that imports Casbin. It reads facts
// through Source and never writes them: the use cases in server/orgs and
// server/identity do, in one transaction with the Change that tells of it.
package rbac
