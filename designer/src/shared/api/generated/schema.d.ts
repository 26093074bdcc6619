// Made by `make generate` from the OpenAPI document.

export interface paths {
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page to read the OpenAPI document */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/callbacks/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer a step that waits at this one-time address; any JSON that the step takes */
        post: operations["callBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chain-schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The JSON Schema (2020-12) of a chain document with these node kinds */
        get: operations["getChainSchema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/engine-adapters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kinds of pipeline engine that can be registered, with the schemas of their settings */
        get: operations["listEngineAdapters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks/{trigger_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call a webhook. The call is signed as its trigger wants it; a repeat gets the answer of the first */
        post: operations["callHook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an invitation up: choose a password, give that of your account, or be signed in */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asks, and what may be done where the visible orgs begin */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change your name or locale */
        patch: operations["editMe"];
        trace?: never;
    };
    "/api/v1/me/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide on many approvals, each by itself; each takes what decideApproval does */
        post: operations["decideMany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who stands in for you, and for whom you stand in, now and later */
        get: operations["listDelegations"];
        put?: never;
        /** Name a deputy for a time; it lends your place among those who are asked, and no rights */
        post: operations["createDelegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/delegations/{delegation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a delegation that you made */
        delete: operations["endDelegation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your to-dos over the whole tree: approvals, forms, failed runs, releases, and those of other systems */
        get: operations["listTodos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/inbox/{todo_id}/completion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a to-do of another system is done; it takes a session, and one of the people whom it names */
        post: operations["completeTodo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/inbox/{todo_id}/dismissal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a failed run out of your list */
        post: operations["dismissTodo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/inbox/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many to-dos wait for you, up to 100 */
        get: operations["countTodos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/inbox/counts/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many to-dos wait for you, as it changes (server-sent events) */
        get: operations["streamTodoCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/news": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What all your orgs and those above them tell you now, the newest first */
        get: operations["listMyNews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password; your other sessions end */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/quick-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chains with a version that your orgs pinned and you may start, as they were pinned */
        get: operations["listMyQuickLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get new recovery codes, shown once, instead of those before */
        post: operations["replaceRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where you are signed in */
        get: operations["listMySessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions */
        delete: operations["endMySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/stars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chains that you keep at hand, as far as you may view them */
        get: operations["listStars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/stars/{chain_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep a chain at hand */
        put: operations["starChain"];
        post?: never;
        /** Keep a chain at hand no more */
        delete: operations["unstarChain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your tokens */
        get: operations["listMyTokens"];
        put?: never;
        /** Make a token, shown once; it needs a fresh step-up */
        post: operations["createMyToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token; it stops at once */
        delete: operations["revokeMyToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to set up a second factor; its secret is shown once */
        post: operations["enrolTOTP"];
        /** Take your second factor away; your other sessions end */
        delete: operations["disableTOTP"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the second factor into use with a code of it; recovery codes are shown once, and your other sessions end */
        post: operations["confirmTOTP"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/verification-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a mail with a link that shows that the address is yours */
        post: operations["requestVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/node-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Node kinds in the order of the palette, with all that palette, form and help need */
        get: operations["listNodeKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/node-kinds/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One node kind */
        get: operations["getNodeKind"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenAPI"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document, as YAML */
        get: operations["getOpenAPIYAML"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The topmost orgs that you may view, the children of one, or those that are searched for */
        get: operations["listOrgs"];
        put?: never;
        /** Add a child to an org */
        post: operations["createOrg"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One org, with the way to it as far as you may view it */
        get: operations["getOrg"];
        put?: never;
        post?: never;
        /** Delete an org; it can be restored for 30 days */
        delete: operations["deleteOrg"];
        options?: never;
        head?: never;
        /** Change an org's name or key */
        patch: operations["editOrg"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The service accounts of an org */
        get: operations["listAccounts"];
        put?: never;
        /** Make a service account */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One service account */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        /** Delete a service account with its rights and tokens */
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        /** Change a service account's name and key */
        patch: operations["renameAccount"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/accounts/{account_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a service account's tokens from working */
        post: operations["disableAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/accounts/{account_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a disabled service account act again */
        post: operations["enableAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/accounts/{account_id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tokens of a service account */
        get: operations["listAccountTokens"];
        put?: never;
        /** Make a token of a service account, shown once; it needs a fresh step-up */
        post: operations["createAccountToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/accounts/{account_id}/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token of a service account; it stops at once */
        delete: operations["revokeAccountToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Approvals of an org and of those below it, the newest first */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals/{approval_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is to be decided, who is asked, and who has decided what; releases take release:view */
        get: operations["getApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals/{approval_id}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that happened to an approval, the oldest first */
        get: operations["listApprovalActs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals/{approval_id}/approvers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask somebody more at the present level, and one approval more there */
        post: operations["addApprover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals/{approval_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say something about what is to be decided */
        post: operations["commentApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals/{approval_id}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell somebody of an approval who may see it */
        post: operations["copyApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals/{approval_id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve, reject or send back, for good; only a person who has signed in does; releases take release:approve */
        post: operations["decideApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals/{approval_id}/reminders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remind those who are asked; the requester does, and not again within ten minutes */
        post: operations["remindApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals/{approval_id}/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give your place at the present level to somebody else who may decide */
        post: operations["transferApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/approvals/{approval_id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an approval that you asked for and need no more */
        post: operations["withdrawApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what in an org and below it, the latest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All entries of an org and below it as lines of JSON; the last line says how many there were */
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check the newest part of the tenant's chain; 'catenary audit verify' checks all of it */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calendars of an org, by key */
        get: operations["listCalendars"];
        put?: never;
        /** Add a calendar of working days */
        post: operations["createCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/calendars/{calendar_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One calendar */
        get: operations["getCalendar"];
        /** Say anew which days are worked; schedules follow at once */
        put: operations["replaceCalendar"];
        post?: never;
        /** Delete a calendar; schedules that keep to it stop until there is another */
        delete: operations["deleteCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chain-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tags that chains of an org have, and how many each */
        get: operations["listChainTags"];
        put?: never;
        /** Give chains of an org tags and take tags from them, all or none */
        post: operations["tagChains"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chain-validations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is wrong with a document that is not kept */
        post: operations["validateChainDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chains of an org, the last changed first */
        get: operations["listChains"];
        put?: never;
        /** Add a chain out of a document, whose key is the chain's */
        post: operations["createChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One chain: its draft's revision, who edits it, its latest version */
        get: operations["getChain"];
        put?: never;
        post?: never;
        /** Delete a chain; it can be restored for 30 days */
        delete: operations["deleteChain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one version, or the draft, differs from another */
        get: operations["compareChain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The draft's document, or that of an older revision of it; JSON is in canonical form */
        get: operations["getChainDraft"];
        /** Replace the draft's document; it is kept with its problems, if it is a document at all */
        put: operations["saveChainDraft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the starts of a chain are kept, and how many wait */
        get: operations["getChainHold"];
        /** Keep what starts a chain: callers get 202 and the id of a run that begins when the chain is released */
        put: operations["holdChain"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/hold/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release what is kept at a pace, in order; when nobody waits any more the chain is open */
        post: operations["releaseChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/lease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Go on editing */
        put: operations["renewChainLease"];
        /** Begin to edit: for 60 seconds, unless it is renewed, nobody else's saves are taken */
        post: operations["takeChainLease"];
        /** End editing */
        delete: operations["releaseChainLease"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/lease/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer who asks to edit: hand the draft over, which is then kept for them for 60 seconds, or say no */
        post: operations["answerChainLease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/lease/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask whoever edits the draft to let you edit; it stays as it is if somebody else asks already, or nobody else edits */
        post: operations["askChainLease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many runs of a chain may be at work, wait and be started */
        get: operations["getChainLimits"];
        /** Limit the runs of a chain; zeros clear the limit */
        put: operations["setChainLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/publications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attempts to publish the chain, the newest first */
        get: operations["listPublications"];
        put?: never;
        /** Begin to make the draft the next version; its state tells how far it is */
        post: operations["startPublication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/publications/{publication_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One attempt, with what is made for each node */
        get: operations["getPublication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/publications/{publication_id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One attempt until it has ended: an event whenever it has changed (server-sent events); 204 if it has ended and you have that */
        get: operations["streamPublication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a run of a published chain; with Prefer: wait=N the answer is its result if it ends in time */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/saves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Revisions that the draft can go back to, the newest first */
        get: operations["listChainSaves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/saves/{revision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them; the draft's document at that revision is at …/draft?revision= */
        get: operations["getChainSave"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Name a save, so that it is kept; an empty label takes the name away */
        patch: operations["labelChainSave"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/saves/{revision}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an older document that of the draft, as a new revision */
        post: operations["restoreChainSave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/test-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try the draft of a chain out; needs run:start, too */
        post: operations["tryChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published chains whose latest version runs a chain, as far as you may view them */
        get: operations["listChainUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is wrong with a document that is sent, or else with the draft */
        post: operations["validateChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published versions, the newest first */
        get: operations["listChainVersions"];
        put?: never;
        /** Make the draft the next version */
        post: operations["publishChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version, with what its references were pinned to */
        get: operations["getChainVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/chains/{chain_key}/versions/{version}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The document of one version; JSON is in canonical form */
        get: operations["getChainVersionDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where an org has groups told of to-dos, one channel of each kind; those without an address are off */
        get: operations["listChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/channels/{channel_kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a channel for to-dos of an org and of those below it that have none; it takes secret:use too */
        put: operations["setChannel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/channels/{channel_kind}/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write to a channel now; what does not arrive is 409 */
        post: operations["tryChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/delete-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would go with an org */
        post: operations["previewOrgDelete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was deleted directly below an org and can be restored */
        get: operations["listDeletedOrgs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/deleted-chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chains of an org that can be restored */
        get: operations["listDeletedChains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/deleted-chains/{chain_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a deleted chain back */
        post: operations["restoreChain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/deleted-scripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scripts of an org that can be restored */
        get: operations["listDeletedScripts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/deleted-scripts/{script_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a deleted script back */
        post: operations["restoreScript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/engines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pipeline engines of an org and those shared to it, by key; the first page begins with the built-in one */
        get: operations["listEngines"];
        put?: never;
        /** Register a pipeline engine */
        post: operations["createEngine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/engines/{engine_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pipeline engine; its settings only for those who may change it */
        get: operations["getEngine"];
        /** Give an engine another name, settings, secret and limits */
        put: operations["replaceEngine"];
        post?: never;
        /** Delete an engine that no published chain uses */
        delete: operations["deleteEngine"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/engines/{engine_key}/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an engine can be asked to do, with the schemas that forms are made of */
        get: operations["listEnginePositions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/engines/{engine_key}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask an engine whether it is there */
        post: operations["testEngine"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Environments of an org and those shared to it, the last changed first */
        get: operations["listEnvironments"];
        put?: never;
        /** Add an environment; its image comes when it is asked for */
        post: operations["createEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/environments/{environment_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One environment */
        get: operations["getEnvironment"];
        put?: never;
        post?: never;
        /** Delete an environment; images that versions of chains pin stay */
        delete: operations["deleteEnvironment"];
        options?: never;
        head?: never;
        /** Change an environment; another source means another image */
        patch: operations["editEnvironment"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/environments/{environment_key}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the image of an environment stands: whether it is in the registry, how far its upload is, whether its source has drifted */
        get: operations["getEnvironmentImage"];
        put?: never;
        /** Bring the image of an environment to the registry, if it is not there */
        post: operations["askEnvironmentImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/environments/{environment_key}/image/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the image of an environment stands until its upload has ended: an event whenever that has changed (server-sent events); 204 if nothing is at work and you have that */
        get: operations["streamEnvironmentImage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/environments/{environment_key}/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run a command of the shell in an environment, as a run without a chain that has no secrets, no network and 5 minutes; needs run:start, too */
        post: operations["tryEnvironment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/environments/{environment_key}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published chains whose latest version uses an environment, as far as you may view them */
        get: operations["listEnvironmentUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why somebody may or may not do something at an org */
        get: operations["explainAccess"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/forms/{form_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A form that a step of a run waits for, with what you have filled in so far */
        get: operations["getForm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/forms/{form_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fill a form in, for good */
        post: operations["fillForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/forms/{form_id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep what you have filled in so far */
        put: operations["saveFormDraft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/forms/{form_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a file to a field of a form; its id is what stands in the field */
        post: operations["addFormFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/forms/{form_id}/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a file away that you gave to a form */
        delete: operations["removeFormFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/glue-trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What expressions and scripts of JavaScript give with a sample; nothing is kept */
        post: operations["tryGlue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/grant-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose rights a grant would change */
        post: operations["previewGrant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who was granted what at an org */
        get: operations["listGrants"];
        put?: never;
        /** Give somebody a role at an org */
        post: operations["createGrant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/grants/{grant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One grant */
        get: operations["getGrant"];
        put?: never;
        post?: never;
        /** Withdraw a grant */
        delete: operations["withdrawGrant"];
        options?: never;
        head?: never;
        /** Change when a grant ends */
        patch: operations["endGrant"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/grants/{grant_id}/withdrawal-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose rights the withdrawal of a grant would change */
        post: operations["previewWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The groups of an org */
        get: operations["listGroups"];
        put?: never;
        /** Make a group */
        post: operations["createGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/groups/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One group */
        get: operations["getGroup"];
        put?: never;
        post?: never;
        /** Delete a group and withdraw what it was granted */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        /** Change a group's name or key */
        patch: operations["editGroup"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/groups/{group_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is in a group */
        get: operations["listGroupMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/groups/{group_id}/members/{subject_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put a member or service account in a group */
        put: operations["joinGroup"];
        post?: never;
        /** Take a member or service account out of a group */
        delete: operations["leaveGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chains of an org and of those below it whose starts are kept, the newest first */
        get: operations["listHolds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/lacking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you lack to do something at an org, and who could grant it */
        get: operations["showLacking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many runs of an org and all orgs below it may be at work, wait and be started */
        get: operations["getOrgLimits"];
        /** Limit the runs of an org and all orgs below it; at the root those of the tenant; zeros clear the limit */
        put: operations["setOrgLimits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People who belong to an org or were granted something there */
        get: operations["listMembers"];
        put?: never;
        /** Invite somebody; the link is shown once */
        post: operations["inviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/members/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One member */
        get: operations["getMember"];
        put?: never;
        post?: never;
        /** Remove a member with all rights, sessions and tokens */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /** Give a member another name */
        patch: operations["renameMember"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/members/{member_id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a member from acting; sessions end, rights stay */
        post: operations["disableMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/members/{member_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a disabled member act again */
        post: operations["enableMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/members/{member_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new link for somebody invited; earlier ones end */
        post: operations["inviteMemberAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/members/{member_id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a member may do at an org and what not, and by which grants */
        get: operations["listMemberPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/members/{member_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End all sessions of a member */
        delete: operations["endMemberSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hang an org, with all below it, under another */
        post: operations["moveOrg"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/move-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a move would change of people's rights */
        post: operations["previewOrgMove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/news": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an org and those above it tell its people now, the newest first */
        get: operations["listNews"];
        put?: never;
        /** Tell everybody in an org and below it something */
        post: operations["writeNews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/news/{news_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One piece of news, to be changed */
        get: operations["getNews"];
        /** Write news anew */
        put: operations["changeNews"];
        post?: never;
        /** Take news away */
        delete: operations["deleteNews"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/pipeline-executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Executions of built-in pipelines that wait for people to decide, the oldest first */
        get: operations["listWaitingPipelines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/pipeline-executions/{execution_key}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say yes or no to an approval step of a built-in pipeline */
        post: operations["decidePipelineStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/quick-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All chains that an org pinned, as far as you may view them */
        get: operations["listQuickLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/quick-links/{chain_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Put a chain of an org, or of one below it, before its people */
        put: operations["pinChain"];
        post?: never;
        /** Put a chain before an org's people no more */
        delete: operations["unpinChain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/registry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The registry that an org has set for images of its own and of the orgs below */
        get: operations["getRegistry"];
        /** Set another registry; images move when they are asked for next */
        put: operations["replaceRegistry"];
        /** Set the registry of an org that has none */
        post: operations["createRegistry"];
        /** Use the registry of the org above, or the server's, again */
        delete: operations["deleteRegistry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/release-rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an org asks of releases */
        get: operations["getReleaseRule"];
        /** Say what an org asks of releases of itself and of all orgs below it */
        put: operations["setReleaseRule"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Releases of an org and of those below it, the last changed first */
        get: operations["listReleases"];
        put?: never;
        /** Draw up a release */
        post: operations["createRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One release: its plan, and how it goes */
        get: operations["getRelease"];
        /** Say anew what a release does; one in review is a draft again */
        put: operations["replaceRelease"];
        post?: never;
        /** Delete a release that was not approved; others are permanent */
        delete: operations["deleteRelease"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said about a release, the oldest first */
        get: operations["listReleaseComments"];
        put?: never;
        /** Say something about a release */
        post: operations["commentRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let an approved release run, once */
        post: operations["executeRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/milestones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The history of a release behind a number */
        get: operations["listReleaseMilestones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/milestones/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The history of a release as it is written (server-sent events) */
        get: operations["streamReleaseMilestones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/phases/{phase}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what a phase did, during the execution, which stops by it, or after */
        post: operations["rollBackPhase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/rehearsals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rehearsals of a release, the newest first */
        get: operations["listRehearsals"];
        put?: never;
        /** Try the phases out without effects outside, with a failure at each step */
        post: operations["rehearseRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/rehearsals/{rehearsal_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rehearsal with its report: which failures the rollback plans cover */
        get: operations["getRehearsal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All that is sealed, and how its chains differ from what was released last */
        get: operations["getReleaseReview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Seal a draft and have it reviewed */
        post: operations["submitRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/releases/{release_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give up a release that was not executed */
        post: operations["withdrawRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring a deleted org back */
        post: operations["restoreOrg"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The roles that can be granted at an org */
        get: operations["listRoles"];
        put?: never;
        /** Make a custom role of an org */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One role */
        get: operations["getRole"];
        put?: never;
        post?: never;
        /** Delete a custom role that nobody has */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /** Change a custom role */
        patch: operations["editRole"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/roles/{role_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose rights other permissions of a custom role would change */
        post: operations["previewRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/run-load": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many runs of an org and of those below it waited and ended within the last hour or day, and how long they took */
        get: operations["getRunLoad"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs of an org and of those below it, the newest first */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run; its input and output for who has run:data */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/artefacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files that the tasks of a run left */
        get: operations["listArtefacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/artefacts/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of these files */
        get: operations["getArtefact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a run, and what it has begun outside */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chain as the run has it, which for a test run is the draft as it was; with run:view, too */
        get: operations["getRunDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journal of a run behind a number; inputs and outputs for who has run:data */
        get: operations["listRunEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The journal of a run as it is written (server-sent events); 204 if the run is over and you have all of it */
        get: operations["streamRunEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lines of what a step has said, from a number on */
        get: operations["getLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/logs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a step has said and says (server-sent events) */
        get: operations["streamLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a run begin nothing new; what is at work goes on to its end */
        post: operations["pauseRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Run again with the same input: whole or from a node, in the same version or another */
        post: operations["rerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a paused run go on */
        post: operations["resumeRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The steps of a run, or of one scope in it, without inputs and outputs: those that ended first, in their order */
        get: operations["listSteps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/steps/{node}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One step; its input and output for who has run:data */
        get: operations["getStep"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/{run_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo the steps of a run that is over, the last first */
        post: operations["undoRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/runs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes of runs of an org and of those below it (server-sent events) */
        get: operations["streamRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/schedule-times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next ten times that a schedule would have; nothing is kept */
        get: operations["previewScheduleTimes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/scripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Scripts of an org and those shared to it, the last changed first */
        get: operations["listScripts"];
        put?: never;
        /** Add a script with its version 1 */
        post: operations["createScript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/scripts/{script_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One script */
        get: operations["getScript"];
        put?: never;
        post?: never;
        /** Delete a script; it can be restored for 30 days */
        delete: operations["deleteScript"];
        options?: never;
        head?: never;
        /** Change a script's name or language */
        patch: operations["renameScript"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/scripts/{script_key}/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one version differs from another */
        get: operations["compareScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/scripts/{script_key}/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a script in an environment, as a run without a chain that has no secrets, no network and 5 minutes; needs chain:view and environment:use, too, and script:edit for a text that was not saved */
        post: operations["tryScript"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/scripts/{script_key}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published chains whose latest version uses a script, as far as you may view them */
        get: operations["listScriptUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/scripts/{script_key}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of a script, the newest first */
        get: operations["listScriptVersions"];
        put?: never;
        /** Give a script a new source; an unchanged one makes no version */
        post: operations["addScriptVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/scripts/{script_key}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version with its source */
        get: operations["getScriptVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Secrets of an org and those shared to it, by key; never their values */
        get: operations["listSecrets"];
        put?: never;
        /** Add a secret */
        post: operations["createSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/secrets/{secret_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is known of a secret but its value */
        get: operations["getSecret"];
        put?: never;
        post?: never;
        /** Delete a secret, for ever */
        delete: operations["deleteSecret"];
        options?: never;
        head?: never;
        /** Change a secret's description, or the hosts and engines that it may be sent to */
        patch: operations["editSecret"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/secrets/{secret_key}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published chains whose latest version refers to a secret, as far as you may view them */
        get: operations["listSecretUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/secrets/{secret_key}/value": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a secret another value */
        put: operations["replaceSecret"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an org lets orgs below it use */
        get: operations["listShares"];
        put?: never;
        /** Let an org below use something */
        post: operations["createShare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/shares/{share_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a share back */
        delete: operations["withdrawShare"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Switches of an org and those shared to it, by key */
        get: operations["listSwitches"];
        put?: never;
        /** Add a switch with its first value */
        post: operations["createSwitch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches/{switch_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One switch */
        get: operations["getSwitch"];
        put?: never;
        post?: never;
        /** Delete a switch, for ever */
        delete: operations["deleteSwitch"];
        options?: never;
        head?: never;
        /** Change what a switch is; its value stays and has to fit */
        patch: operations["editSwitch"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches/{switch_key}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say who has to approve changes of a switch; where somebody has to, they approve this too: 202 */
        put: operations["setSwitchApproval"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches/{switch_key}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who follows a switch now */
        get: operations["listSwitchFollowers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches/{switch_key}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** From what to what a switch was set, by whom and why, the newest first */
        get: operations["listSwitchChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches/{switch_key}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes of an org's own switch that people were asked to approve, the newest first */
        get: operations["listSwitchRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches/{switch_key}/requests/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one of them stands */
        get: operations["getSwitchRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches/{switch_key}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a switch stands: an event now and whenever that changes (server-sent events) */
        get: operations["streamSwitch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches/{switch_key}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published chains whose latest version refers to a switch, as far as you may view them */
        get: operations["listSwitchUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/switches/{switch_key}/value": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a switch stands; with If-None-Match and wait, the answer comes when it stands otherwise (long poll), or is 304 */
        get: operations["getSwitchValue"];
        /** Give a switch another value, for a reason; who follows it hears of it at once. Where that needs an approval, people are asked and the value stays: 202 */
        put: operations["setSwitch"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/system/parts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the parts of the server that answers are: each is looked at every ten seconds at most */
        get: operations["listParts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/template-proposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a template of a chain or a release would ask for */
        get: operations["proposeTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Chains and releases to begin with, and what each needs: those of the org and those shared to it, by key, and then those that are always there */
        get: operations["listTemplates"];
        put?: never;
        /** Save a chain or a release as a template */
        post: operations["createTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/templates/{template_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One template */
        get: operations["getTemplate"];
        /** Say anew what a template of the org is, and from what it is made; what was made of it stays */
        put: operations["replaceTemplate"];
        post?: never;
        /** Delete a template of the org, for ever; what was made of it stays */
        delete: operations["deleteTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/templates/{template_key}/chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the chains of a template, with the scripts and the webhook they need; it takes template:use too */
        post: operations["useTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/templates/{template_key}/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draw up a release of a template; it takes template:use too */
        post: operations["drawRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/templates/{template_key}/sketch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chains of a template as they would be made without a choice, to draw on with their nodes elsewhere; it takes template:use too, and makes nothing */
        get: operations["sketchTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/todos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A to-do that another system put in */
        get: operations["getExternalTodo"];
        put?: never;
        /** Put a to-do of another system before people, or change it; its source and id name it */
        post: operations["putExternalTodo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/todos/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a to-do of another system is done, or gone */
        post: operations["endExternalTodo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/triggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Triggers of an org, by key */
        get: operations["listTriggers"];
        put?: never;
        /** Add a trigger; its runs are started with your rights */
        post: operations["createTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/triggers/{trigger_key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One trigger, and how it fired last */
        get: operations["getTrigger"];
        /** Say anew what a trigger does; its runs are started with your rights from now on */
        put: operations["replaceTrigger"];
        post?: never;
        /** Delete a trigger; its runs go on */
        delete: operations["deleteTrigger"];
        options?: never;
        head?: never;
        /** Let a trigger fire, or stop it */
        patch: operations["enableTrigger"];
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/triggers/{trigger_key}/firings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a trigger fired within the last day, the newest first */
        get: operations["listTriggerFirings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/triggers/{trigger_key}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a webhook a key that its calls are signed with; a key that is made is shown only here */
        post: operations["addTriggerKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/triggers/{trigger_key}/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Refuse what is signed with a key from now on */
        delete: operations["removeTriggerKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/triggers/{trigger_key}/times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next ten times of a schedule */
        get: operations["listTriggerTimes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/triggers/{trigger_key}/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a run as if a trigger had fired, also while it is disabled; who asks for it started the run */
        post: operations["tryTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to upload a file in parts */
        post: operations["beginUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orgs/{org_id}/uploads/{upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of a file is there, to go on after a break */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        /** Take an uploaded file away */
        delete: operations["deleteUpload"];
        options?: never;
        head?: never;
        /** Add the next part of a file, of 8 MiB at most */
        patch: operations["appendUpload"];
        trace?: never;
    };
    "/api/v1/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All permissions there are */
        get: operations["listPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session of this request */
        get: operations["getSession"];
        put?: never;
        /** Sign in */
        post: operations["signIn"];
        /** Sign out */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/reset-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a mail with a link to set a new password; the answer does not tell whether there is such an address */
        post: operations["requestReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set a new password by a link; all sessions end */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/step-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm that it is you, for what is sensitive: a code of the second factor, or the password if there is none */
        post: operations["stepUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show by a link that an address is yours */
        post: operations["verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server still has no owner; 404 once it has */
        get: operations["getSetup"];
        put?: never;
        /** Make the first tenant and its owner with the one-time code, and sign in */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subjects/{subject_id}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a member, service account or group was granted, wherever you may view members */
        get: operations["listGrantsOfSubject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenant/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the tenant decided about signing in */
        get: operations["getTenantSettings"];
        /** Decide how people of the tenant sign in; it needs a fresh step-up */
        put: operations["setTenantSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics in the format of Prometheus
         * @description Only for the server's own host and the networks that settings list.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a problem's code means and what to do */
        get: operations["getProblem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server can serve; if not, what is missing */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptInvitationInputBody: {
            /** @description What stands behind the # of the link */
            link: string;
            locale?: string;
            /** @description Chosen by who is new, given by who has an account; not needed when signed in */
            password?: string;
        };
        AccountBody: {
            can: string[];
            /** Format: date-time */
            created_at: string;
            id: string;
            key: string;
            name: string;
            org_id: string;
            /** Format: int64 */
            revision: number;
            /** @enum {string} */
            state: "active" | "disabled";
            /** Format: date-time */
            updated_at: string;
        };
        AccountWordsBody: {
            /** @example ci */
            key: string;
            /** @example Continuous integration */
            name: string;
        };
        AdapterBody: {
            /** @description What the secret of such an engine holds; empty if it takes none */
            credential: components["schemas"]["NodesWords"];
            /** @description Markdown */
            help: components["schemas"]["NodesWords"];
            name: string;
            /** @description JSON Schema of the settings, with hints for the form */
            settings: unknown;
            title: components["schemas"]["NodesWords"];
        };
        AdaptersOutputBody: {
            items: components["schemas"]["AdapterBody"][];
        };
        AddScriptVersionInputBody: {
            /** @description What to know of this version */
            message?: string;
            /** @description At most 1 MiB */
            source: string;
        };
        AddScriptVersionOutputBody: {
            /** @description Whether the source was new */
            added: boolean;
            script: components["schemas"]["ScriptBody"];
        };
        AddTriggerKeyInputBody: {
            /** @description A key that the sender gave you, of 16 bytes to 4 KiB; without it one is made */
            value?: string;
        };
        AddTriggerKeyOutputBody: {
            id: string;
            /** @description The key that was made: keep it, nothing shows it again */
            value?: string;
        };
        AnswerChainLeaseInputBody: {
            /** @description true: they may edit now; false: not now */
            hand_over: boolean;
        };
        ApprovalActBody: {
            /** Format: date-time */
            at: string;
            behalf?: components["schemas"]["AuthorBody"];
            /** @description Absent: time passed */
            by?: components["schemas"]["AuthorBody"];
            id: string;
            /** @example commented */
            kind: string;
            /** Format: int64 */
            level: number;
            text?: string;
            to?: components["schemas"]["AuthorBody"];
        };
        ApprovalBody: {
            /** @description Who can decide now */
            asked: string[];
            /** @description None of them decides */
            authors: string[];
            can: string[];
            /** Format: date-time */
            created_at: string;
            decisions: components["schemas"]["ApprovalDecisionBody"][];
            /** @description For who may see the data, or decide */
            details?: unknown;
            /** @description Of what is to be decided; a decision names it */
            digest: string;
            /** Format: date-time */
            due_at?: string;
            /**
             * Format: int64
             * @description Approvals needed beyond the quorum of the level
             */
            extra?: number;
            id: string;
            /** @description Approved because nobody decided in time */
            lapsed?: boolean;
            /**
             * Format: int64
             * @description The one that is decided now, from 0
             */
            level: number;
            levels: components["schemas"]["ApprovalLevelBody"][];
            link?: string;
            /** @description You are asked */
            may_decide: boolean;
            /** @description Of the people above, by id */
            names: {
                [key: string]: string;
            };
            org_id: string;
            /**
             * @description As rights stand too few can decide
             * @enum {string}
             */
            problem?: "approval.nobody_can";
            /**
             * Format: int64
             * @description How often the level was escalated
             */
            raised?: number;
            reason?: string;
            requester: string;
            /** Format: date-time */
            settled_at?: string;
            /** @enum {string} */
            state: "waiting" | "approved" | "rejected" | "sent_back" | "withdrawn" | "expired" | "canceled";
            subject: components["schemas"]["ApprovalSubjectBody"];
            title: string;
        };
        ApprovalDecisionBody: {
            /** @description Where from */
            address?: string;
            /** Format: date-time */
            at: string;
            /** @description For whom, as a deputy */
            behalf?: string;
            /** @description Who acted */
            by: string;
            /** @description Of what was seen */
            digest: string;
            /** Format: int64 */
            level: number;
            reason?: string;
            /** @enum {string} */
            verdict: "approve" | "reject" | "send_back";
        };
        ApprovalLevelBody: {
            /** @enum {string} */
            at_end?: "wait" | "reject" | "approve";
            /** @description Who is asked, as it was written */
            by: components["schemas"]["ApprovalsBy"][];
            distinct_orgs?: boolean;
            due?: string;
            name?: string;
            /** Format: int64 */
            quorum: number;
        };
        ApprovalsBy: {
            group?: string;
            member?: string;
            org?: string;
            role?: string;
        };
        ApprovalSubjectBody: {
            id: string;
            /**
             * @description step, release, …
             * @example step
             */
            kind: string;
        };
        ApprovalSummaryBody: {
            /** Format: date-time */
            created_at: string;
            /** @description Of what is to be decided; a decision names it */
            digest: string;
            /** Format: date-time */
            due_at?: string;
            /**
             * Format: int64
             * @description Approvals needed beyond the quorum of the level
             */
            extra?: number;
            id: string;
            /** @description Approved because nobody decided in time */
            lapsed?: boolean;
            /**
             * Format: int64
             * @description The one that is decided now, from 0
             */
            level: number;
            levels: components["schemas"]["ApprovalLevelBody"][];
            link?: string;
            org_id: string;
            /**
             * @description As rights stand too few can decide
             * @enum {string}
             */
            problem?: "approval.nobody_can";
            /**
             * Format: int64
             * @description How often the level was escalated
             */
            raised?: number;
            reason?: string;
            requester: string;
            /** Format: date-time */
            settled_at?: string;
            /** @enum {string} */
            state: "waiting" | "approved" | "rejected" | "sent_back" | "withdrawn" | "expired" | "canceled";
            subject: components["schemas"]["ApprovalSubjectBody"];
            title: string;
        };
        ArtefactBody: {
            /** Format: int64 */
            attempt: number;
            /** Format: date-time */
            created_at: string;
            digest: string;
            /** @description As the task says */
            media_type?: string;
            name: string;
            node: string;
            scope?: string;
            /** Format: int64 */
            size: number;
        };
        AskedByBody: {
            /** @description Key or id of a group */
            group?: string;
            /** @description Id or mail address of a member */
            member?: string;
            /**
             * @description At owner, parent, root, or the id of an org above
             * @example owner
             */
            org?: string;
            /**
             * @description Holders of a role
             * @example approver
             */
            role?: string;
        };
        AskedLevelBody: {
            /**
             * @description wait or reject, when nobody decided in time
             * @enum {string}
             */
            at_end?: "wait" | "reject";
            /** @description Who is asked */
            by: components["schemas"]["AskedByBody"][];
            /** @description They have to be of different orgs */
            distinct_orgs?: boolean;
            /**
             * @description How long the level may take
             * @example 24h
             */
            due?: string;
            /**
             * Format: int64
             * @description How often those of the org above are asked when it is over
             */
            escalate?: number;
            name?: string;
            /**
             * Format: int64
             * @description How many have to agree; one without it
             */
            quorum?: number;
            remind?: components["schemas"]["AskedRemindBody"];
        };
        AskedPlanBody: {
            /** @description One after the other */
            levels: components["schemas"]["AskedLevelBody"][];
        };
        AskedRemindBody: {
            /** @example 4h */
            every: string;
            /** Format: int64 */
            rounds?: number;
        };
        AskEnvironmentImageInputBody: {
            /** @description Digest of a drifted source that is to be followed; without it none is */
            accept?: string;
        };
        AuditBody: {
            action: string;
            address?: string;
            after?: unknown;
            /** Format: date-time */
            at: string;
            before?: unknown;
            /** @description Why it was refused */
            code?: string;
            hash?: string;
            /** @description The person behind it */
            human?: components["schemas"]["AuthorBody"];
            id: string;
            kind: string;
            org_id?: string;
            org_name?: string;
            prev?: string;
            request_id?: string;
            resource_id?: string;
            /** @enum {string} */
            result: "allowed" | "refused";
            /**
             * Format: int64
             * @description Its place in the chain; absent while it is not sealed
             */
            seq?: number;
            /** @description Who acted; absent for the server itself */
            subject?: components["schemas"]["AuthorBody"];
            /**
             * Format: int64
             * @description How often, within a minute
             */
            times: number;
            /** @description The token that was used */
            token?: components["schemas"]["AuthorBody"];
        };
        AuditHeadBody: {
            /** Format: date-time */
            at: string;
            hash: string;
            key: string;
            /** Format: int64 */
            seq: number;
            signature: string;
        };
        AuditProblem: {
            code: string;
            detail: string;
            id?: string;
            /** Format: int64 */
            seq: number;
        };
        AuthorBody: {
            id: string;
            name: string;
        };
        BeginUploadInputBody: {
            /** @description sha256:… of the whole file, which it is checked against */
            digest?: string;
            /**
             * Format: int64
             * @description Bytes that the file has
             */
            size: number;
        };
        BreakerBody: {
            /**
             * Format: int32
             * @description In a row
             */
            failures: number;
            /**
             * @description open: the engine failed several times and is left alone for a while
             * @enum {string}
             */
            state: "closed" | "half-open" | "open";
        };
        CalendarBody: {
            /** Format: date-time */
            created_at: string;
            /** @description Dates that are not worked */
            days_off: string[];
            id: string;
            key: string;
            name: string;
            org_id: string;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            updated_at: string;
            /** @description Those that are worked: 1 for Monday to 7 for Sunday */
            weekdays: number[];
            /** @description Dates that are worked, whatever their weekday */
            workdays: string[];
        };
        CallerBody: {
            /** Format: int64 */
            attempt: number;
            node: string;
            scope?: string;
        };
        ChainBody: {
            /** @description What you may do with it */
            can: string[];
            /** Format: date-time */
            created_at: string;
            /** @description Absent in lists */
            description?: string;
            draft: components["schemas"]["ChainDraftBody"];
            id: string;
            key: string;
            /** @description Its last 10 runs, the newest first, without tests; in lists only, absent without run:view */
            last_runs?: components["schemas"]["LastRunBody"][];
            /** @description Who edits the draft; absent if nobody does */
            lease?: components["schemas"]["ChainHolderBody"];
            name: string;
            org_id: string;
            /** @description What people sort it by; not of the document */
            tags: string[];
            /** Format: date-time */
            updated_at: string;
            updated_by: components["schemas"]["AuthorBody"];
            /**
             * Format: int64
             * @description How long its runs usually take: the median of the last 20 that succeeded, waiting included; in lists only, absent for fewer than 3 and without run:view
             */
            usual_ms?: number;
            /**
             * Format: int64
             * @description The latest published one; 0: none yet
             */
            version: number;
        };
        ChainDraftBody: {
            /** @description Whether it differs from the latest version */
            changed: boolean;
            /** @description Of the canonical text */
            checksum: string;
            /**
             * Format: int64
             * @description Send it as If-Match with a change
             */
            revision: number;
        };
        ChainHolderBody: {
            /** @description Who asks the holder to let them edit */
            ask?: components["schemas"]["LeaseAskBody"];
            /** @description The draft is kept for the holder, who asked for it and has not taken it yet */
            handed_over?: boolean;
            holder: components["schemas"]["AuthorBody"];
            /** Format: date-time */
            since: string;
            /**
             * Format: date-time
             * @description Unless it is renewed
             */
            until: string;
        };
        ChainLeaseBody: {
            /** @description Who asks to edit */
            ask?: components["schemas"]["LeaseAskBody"];
            /** @description Send it as the header Lease with every change of the draft */
            id: string;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
        };
        ChainSaveBody: {
            checksum: string;
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["AuthorBody"];
            label: string;
            /** Format: int64 */
            revision: number;
        };
        ChainsPin: {
            digest?: string;
            id: string;
            /** Format: int64 */
            version?: number;
        };
        ChainTagBody: {
            /**
             * Format: int64
             * @description How many have it
             */
            chains: number;
            tag: string;
        };
        ChainVersionBody: {
            /** @description Who changed the draft since the version before, or published it */
            authors: string[];
            /** @description Of the canonical text */
            checksum: string;
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["AuthorBody"];
            /** @description Of what the document means; the canvas does not count */
            digest: string;
            message: string;
            /** @description What the references mean, by kind and key; absent in lists */
            pins?: {
                [key: string]: {
                    [key: string]: components["schemas"]["ChainsPin"];
                };
            };
            /**
             * Format: int64
             * @description Of the draft that was published
             */
            revision: number;
            /** Format: int64 */
            version: number;
        };
        ChangeBody: {
            fields?: components["schemas"]["FieldBody"][];
            from?: string;
            /** @enum {string} */
            kind: "added" | "removed" | "changed" | "moved";
            node?: string;
            /** @description In the newer document; of what was removed, in the older */
            pointer: string;
            /** @enum {string} */
            subject: "document" | "node" | "edge" | "layout";
            to?: string;
        };
        ChangeNewsInputBody: {
            /**
             * Format: date-time
             * @description Nobody reads them from then on
             */
            ends_at?: string;
            /**
             * Format: date-time
             * @description Nobody reads them before
             */
            starts_at?: string;
            /** @description Markdown */
            text?: string;
            /**
             * @description 1 to 120 characters
             * @example Freeze 1–7 October
             */
            title: string;
        };
        ChangePasswordInputBody: {
            old: string;
            password: string;
        };
        ChannelBody: {
            /** @description Key of the secret that is the address; absent: it is off */
            address?: string;
            /** Format: date-time */
            failed_at?: string;
            /** @description Why the last message did not arrive */
            failure?: string;
            /** @enum {string} */
            kind: "wecom" | "dingtalk" | "feishu" | "webhook";
            /** Format: int64 */
            revision: number;
            /** @description Key of the secret that signs */
            sign?: string;
            /** Format: date-time */
            updated_at?: string;
        };
        CheckOutputBody: {
            problems: components["schemas"]["FindingBody"][];
            /** @description Whether there is no error */
            valid: boolean;
        };
        CommentApprovalInputBody: {
            text: string;
        };
        CommentBody: {
            /** Format: date-time */
            at: string;
            body: string;
            by: components["schemas"]["AuthorBody"];
            id: string;
            /** @description The part that it is about */
            pointer?: string;
            /**
             * Format: int64
             * @description Of the release that it is about
             */
            revision: number;
        };
        CommentReleaseInputBody: {
            /** @description 1 to 4000 characters */
            body: string;
            /**
             * @description The part that it is about
             * @example /phases/0/chain
             */
            pointer?: string;
        };
        CompareChainOutputBody: {
            changes: components["schemas"]["ChangeBody"][];
        };
        CompleteTodoInputBody: {
            /** @description What the other system is told */
            reason?: string;
        };
        ConfirmTOTPInputBody: {
            code: string;
        };
        CopyApprovalInputBody: {
            /** @description Id or mail address of a member */
            to: string;
        };
        CountTodosOutputBody: {
            /** Format: int64 */
            delegated: number;
            /**
             * Format: int64
             * @description No more are counted
             */
            most: number;
            /** Format: int64 */
            waiting: number;
        };
        CreateCalendarInputBody: {
            /**
             * @description Dates that are not worked
             * @example [
             *       "2026-10-01"
             *     ]
             */
            days_off?: string[];
            /**
             * @description Small letters, digits and inner hyphens; unique in its org
             * @example office
             */
            key: string;
            /**
             * @description 1 to 200 characters
             * @example Working days
             */
            name: string;
            /**
             * @description Those that are worked: 1 for Monday to 7 for Sunday
             * @example [
             *       1,
             *       2,
             *       3,
             *       4,
             *       5
             *     ]
             */
            weekdays: number[];
            /**
             * @description Dates that are worked, whatever their weekday
             * @example [
             *       "2026-10-10"
             *     ]
             */
            workdays?: string[];
        };
        CreateDelegationInputBody: {
            /**
             * Format: date-time
             * @description Now if left out
             */
            begins_at?: string;
            /** Format: date-time */
            ends_at: string;
            reason?: string;
            /** @description Id or mail address of a member */
            to: string;
        };
        CreateEngineInputBody: {
            /**
             * @description The name of one
             * @example http
             */
            adapter: string;
            description?: string;
            /**
             * @description Small letters, digits and inner hyphens; unique in its org
             * @example ci
             */
            key: string;
            limits?: components["schemas"]["EngineLimits"];
            /** @description What people call it */
            name: string;
            /**
             * @description Key of the secret with its credentials
             * @example ci-token
             */
            secret?: string;
            /** @description As the adapter's schema says */
            settings?: unknown;
        };
        CreateEnvironmentInputBody: {
            description?: string;
            /**
             * @description The program that is given a script, with its arguments
             * @example [
             *       "python3"
             *     ]
             */
            entry: string[];
            /**
             * @description Small letters, digits and inner hyphens; unique in its org
             * @example python
             */
            key: string;
            /** @description The most that tasks get; what is left out is the platform's */
            limits?: components["schemas"]["EnvironmentLimits"];
            /**
             * @description 1 to 200 characters
             * @example Python 3.11
             */
            name: string;
            source: components["schemas"]["EnvironmentSource"];
            /**
             * Format: int64
             * @description Number of the user in the container; 65532 if left out, never 0
             */
            user?: number;
        };
        CreateGrantInputBody: {
            /**
             * Format: date-time
             * @description When the grant ends by itself
             */
            ends_at?: string;
            /** @example viewer */
            role_id: string;
            /** @description Member, service account or group */
            subject_id: string;
        };
        CreateGroupInputBody: {
            /** @example release-team */
            key: string;
            /** @example Release team */
            name: string;
        };
        CreateOrgInputBody: {
            /**
             * @description Small letters, digits and inner hyphens; unique among its siblings
             * @example stock
             */
            key: string;
            /**
             * @description 1 to 200 characters
             * @example Stock
             */
            name: string;
            parent_id: string;
        };
        CreateReleaseInputBody: {
            /** @description At most 10000 characters */
            description?: string;
            /**
             * @description 1 to 200 characters
             * @example Stock release 12
             */
            name: string;
            /** @description In order */
            phases: components["schemas"]["ReleasePhaseBody"][];
            /** @description Who approves it; without it one holder of the role approver of this org */
            review?: components["schemas"]["AskedPlanBody"];
            /**
             * Format: int64
             * @description How long an approval is good; 30 days without it
             */
            valid_days?: number;
        };
        CreateRoleInputBody: {
            /** @enum {string} */
            effect: "allow" | "deny";
            /** @example releaser */
            key: string;
            /** @example Releaser */
            name: string;
            permissions: string[];
        };
        CreateScriptInputBody: {
            /**
             * @description Small letters, digits and inner hyphens; unique in its org
             * @example check-package
             */
            key: string;
            /**
             * @description What runs it; a word such as shell or python
             * @example python
             */
            language: string;
            /** @description What to know of this version */
            message?: string;
            /**
             * @description 1 to 200 characters
             * @example Check package
             */
            name: string;
            /** @description At most 1 MiB */
            source: string;
        };
        CreateSecretInputBody: {
            description?: string;
            /** @description Keys of engines that it may be given to */
            engines?: string[];
            /**
             * @description Hosts that it may be sent to
             * @example [
             *       "ci.example.org"
             *     ]
             */
            hosts?: string[];
            /**
             * @description Small letters, digits and inner hyphens; unique in its org
             * @example artefact-token
             */
            key: string;
            /** @description 8 bytes to 64 KiB; nothing ever shows it again */
            value: string;
        };
        CreateShareInputBody: {
            /** @enum {string} */
            kind: "script" | "secret" | "environment" | "engine" | "template" | "role" | "switch";
            /** @description Left out: all that can be shared of such a thing */
            permissions?: string[];
            resource_id: string;
            /** @description What is below that org may use it too */
            subtree?: boolean;
            /** @description An org below this one */
            to_org_id: string;
        };
        CreateSwitchInputBody: {
            description?: string;
            /**
             * @description Small letters, digits and inner hyphens; unique in its org
             * @example stock-mode
             */
            key: string;
            /** @example Stock mode */
            name: string;
            /**
             * @description The values of an enum, in their order
             * @example [
             *       "old",
             *       "both",
             *       "new"
             *     ]
             */
            options?: string[];
            reason?: string;
            /** @description JSON Schema of the values of a number or of JSON */
            schema?: unknown;
            /** @enum {string} */
            type: "boolean" | "enum" | "number" | "json";
            value: unknown;
        };
        CreateTemplateInputBody: {
            description?: string;
            /** @description What it is made from */
            from: components["schemas"]["TemplateFromBody"];
            /**
             * @description Small letters, digits and inner hyphens; unique in its org
             * @example stock
             */
            key: string;
            /** @example Stock release */
            name: string;
            /** @description What becomes of what was found; what is left out is asked for as it was found */
            parameters?: components["schemas"]["TemplateChoiceBody"][];
        };
        CreateTriggerInputBody: {
            /**
             * @description Key of a chain of this org
             * @example stock-release
             */
            chain: string;
            /** @description Without it the trigger is enabled */
            enabled?: boolean;
            /**
             * @description Small letters, digits and inner hyphens; unique in its org
             * @example nightly
             */
            key: string;
            limits?: components["schemas"]["TriggerLimitsBody"];
            /**
             * @description 1 to 200 characters
             * @example Each morning
             */
            name: string;
            /** @description Fires at times */
            schedule?: components["schemas"]["ScheduleBody"];
            /** @description Fires when its address is called */
            webhook?: components["schemas"]["WebhookBody"];
        };
        CrumbBody: {
            id: string;
            key: string;
            name: string;
        };
        DecidedBody: {
            approval_id: string;
            /** @description Of the problem; absent: it is decided */
            code?: string;
            detail?: string;
        };
        DecideManyInputBody: {
            decisions: components["schemas"]["OneOfManyBody"][];
        };
        DecideManyOutputBody: {
            /** @description In the order of the request */
            items: components["schemas"]["DecidedBody"][];
        };
        DecidePipelineStepInputBody: {
            approve: boolean;
            comment?: string;
            /**
             * @description Name of the step
             * @example gate
             */
            step: string;
        };
        DecisionBody: {
            approve: boolean;
            /** Format: date-time */
            at: string;
            /** @description Who decided */
            by: string;
            comment?: string;
        };
        DecisionIn: {
            /** @description For whom you stand in */
            behalf?: string;
            /** @description Of what you saw */
            digest: string;
            /** @description A no takes one */
            reason?: string;
            /** @enum {string} */
            verdict: "approve" | "reject" | "send_back";
        };
        DelegationBody: {
            /** Format: date-time */
            begins_at: string;
            /** Format: date-time */
            ends_at: string;
            from: components["schemas"]["AuthorBody"];
            id: string;
            reason?: string;
            to: components["schemas"]["AuthorBody"];
        };
        DeletedChainBody: {
            /** Format: date-time */
            deleted_at: string;
            deleted_by: components["schemas"]["AuthorBody"];
            id: string;
            key: string;
            name: string;
        };
        DeletedOrgBody: {
            /** Format: date-time */
            deleted_at: string;
            id: string;
            /**
             * Format: date-time
             * @description Until then it can be restored
             */
            kept_until: string;
            key: string;
            name: string;
        };
        DeletedScriptBody: {
            /** Format: date-time */
            deleted_at: string;
            deleted_by: components["schemas"]["AuthorBody"];
            id: string;
            key: string;
            name: string;
        };
        DeprecationBody: {
            note?: string;
            /** @description Key of the environment to use instead */
            replacement?: string;
            /** Format: date-time */
            since: string;
        };
        DeprecationStruct: {
            /** @description false: it is not being retired any more */
            deprecated: boolean;
            /** @description Why, and until when */
            note?: string;
            /**
             * @description Key of the environment to use instead
             * @example python-3.12
             */
            replacement?: string;
        };
        DrawReleaseInputBody: {
            /**
             * @description The chain's; what the keys of several begin with. It is needed unless the template is of a release alone
             * @example hello
             */
            key?: string;
            /**
             * @description That of the names in what is made; en if absent
             * @enum {string}
             */
            language?: "en" | "zh";
            /**
             * @description What is made is called so
             * @example Hello
             */
            name: string;
            /** @description Who is meant, by parameter */
            people?: {
                [key: string]: components["schemas"]["AskedByBody"];
            };
            /** @description Keys of things and texts, by parameter. One that is left out has its default, and the draft says what is missing */
            values?: {
                [key: string]: string;
            };
        };
        EditEnvironmentInputBody: {
            /** @description Marks it as being retired, or takes that back: drafts that use it are warned, what is published runs on */
            deprecation?: components["schemas"]["DeprecationStruct"];
            description?: string;
            entry?: string[];
            limits?: components["schemas"]["EnvironmentLimits"];
            /** @description 1 to 200 characters */
            name?: string;
            source?: components["schemas"]["EnvironmentSource"];
            /** Format: int64 */
            user?: number;
        };
        EditGroupInputBody: {
            key?: string;
            name?: string;
        };
        EditMeInputBody: {
            /** @example zh-CN */
            locale?: string;
            name?: string;
        };
        EditOrgInputBody: {
            key?: string;
            name?: string;
        };
        EditRoleInputBody: {
            key?: string;
            name?: string;
            permissions?: string[];
        };
        EditSecretInputBody: {
            description?: string;
            /** @description All of them; an empty list takes them away */
            engines?: string[];
            /** @description All of them; an empty list takes them away */
            hosts?: string[];
        };
        EditSwitchInputBody: {
            description?: string;
            name?: string;
            /** @description All of them */
            options?: string[];
            /** @description null takes it away */
            schema?: unknown;
        };
        EnableTriggerInputBody: {
            enabled: boolean;
        };
        EndExternalTodoInputBody: {
            /** @description Id or mail address of who did it */
            by?: string;
            /**
             * @description The to-do's id there
             * @example order-4711
             */
            id: string;
            /**
             * @description Key of the other system
             * @example erp
             */
            source: string;
            /** @enum {string} */
            state: "done" | "gone";
        };
        EndGrantInputBody: {
            /**
             * Format: date-time
             * @description null: the grant ends no more by itself
             */
            ends_at: string | null;
        };
        EngineBody: {
            adapter: string;
            /** @description The circuit breaker of the server that answers; absent if it has not called the engine */
            breaker?: components["schemas"]["BreakerBody"];
            /** @description What you may do with it */
            can: string[];
            /** Format: date-time */
            created_at: string;
            description: string;
            /** @description builtin for the built-in engine */
            id: string;
            key: string;
            limits: components["schemas"]["EngineLimits"];
            name: string;
            /** @description Absent if you may not view the org that shares it */
            org_id?: string;
            /** Format: int64 */
            revision: number;
            /** @description Key of the secret with its credentials; absent if you may not change the engine */
            secret?: string;
            /** @description Absent if you may not change the engine */
            settings?: unknown;
            /** @description An org above lets it be used here */
            shared: boolean;
            /** Format: date-time */
            updated_at: string;
            updated_by?: components["schemas"]["AuthorBody"];
        };
        EngineFields: {
            description?: string;
            limits?: components["schemas"]["EngineLimits"];
            /** @description What people call it */
            name: string;
            /**
             * @description Key of the secret with its credentials
             * @example ci-token
             */
            secret?: string;
            /** @description As the adapter's schema says */
            settings?: unknown;
        };
        EngineLimits: {
            /**
             * Format: int64
             * @description Calls at a time, of each server; 0 for no limit
             */
            concurrency?: number;
            /**
             * Format: double
             * @description Calls in a second, of each server; 0 for no limit
             */
            rate?: number;
        };
        EngineTestOutputBody: {
            /** @description What it can do beside start and status */
            capabilities: components["schemas"]["PipelineCapabilities"];
            /** @description Why it cannot be reached */
            code?: string;
            detail?: string;
            /**
             * Format: int64
             * @description How many interface positions it has
             */
            positions: number;
            reachable: boolean;
            /** Format: int64 */
            took_ms: number;
        };
        EnrolmentOutputBody: {
            /** @description In base 32, for typing */
            secret: string;
            /** @description otpauth address, for a QR code */
            uri: string;
        };
        EnvironmentBody: {
            /** @description What you may do with it */
            can: string[];
            /** Format: date-time */
            created_at: string;
            /** @description If it is being retired */
            deprecation?: components["schemas"]["DeprecationBody"];
            description?: string;
            /** @description The program that is given a script, with its arguments */
            entry: string[];
            id: string;
            /** @description Digest of the image that new versions of chains get */
            image?: string;
            /**
             * Format: date-time
             * @description When the present image was made; in lists
             */
            image_since?: string;
            /**
             * Format: int64
             * @description Bytes of the present image; in lists
             */
            image_size?: number;
            key: string;
            limits: components["schemas"]["EnvironmentLimits"];
            name: string;
            /** @description Absent if you may not view the org that shares it */
            org_id?: string;
            /** Format: int64 */
            revision: number;
            /** @description An org above lets it be used here */
            shared: boolean;
            source: components["schemas"]["EnvironmentSource"];
            /** Format: date-time */
            updated_at: string;
            updated_by?: components["schemas"]["AuthorBody"];
            /**
             * Format: int64
             * @description Number of the user in the container
             */
            user: number;
            /**
             * Format: int64
             * @description How many published chains that you may view use it; in lists
             */
            uses?: number;
        };
        EnvironmentImageBody: {
            /** @description What you may do with the environment */
            can: string[];
            /** @description For sources that can change by themselves */
            drift?: components["schemas"]["ImageDriftBody"];
            /** @description The present one; it stays so while another is uploaded and when that failed */
            image?: components["schemas"]["PinnedImageBody"];
            /** @enum {string} */
            state: "absent" | "uploading" | "present" | "failed";
            /** @description The latest upload of the present source */
            upload?: components["schemas"]["ImageUploadBody"];
        };
        EnvironmentLimits: {
            /**
             * Format: double
             * @description Processor cores
             */
            cpu?: number;
            /** @description Such as 512Mi */
            memory?: string;
            /**
             * Format: int64
             * @description Processes and threads
             */
            pids?: number;
            /** @description Such as 10m */
            timeout?: string;
        };
        EnvironmentSource: {
            /** @description Path in the context; Dockerfile if left out */
            dockerfile?: string;
            /**
             * @description docker: an image of the server's container engine; archive: an uploaded file of docker save or an OCI layout; build: an uploaded context with a Dockerfile; registry: an image in a registry
             * @enum {string}
             */
            kind: "docker" | "archive" | "build" | "registry";
            /**
             * @description Name of the image, for docker and registry
             * @example python:3.11
             */
            reference?: string;
            /** @description Key of the secret that is the registry's password */
            secret?: string;
            /** @description The uploaded file, for archive and build */
            upload_id?: string;
            /** @description Gets into the registry */
            username?: string;
        };
        EnvironmentTrialBody: {
            /**
             * @description What /bin/sh of the image runs, of 64 KiB at most
             * @example python --version
             */
            command: string;
            /** @description What people find the run by; it names the environment if left out */
            title?: string;
        };
        ExplainBody: {
            allowed: boolean;
            /** @description People who could give a role with the permission; at most 20 */
            grantors: components["schemas"]["NamedBody"][];
            /** @description The grants that speak for or against, denies first */
            lines: components["schemas"]["ExplainLineBody"][];
        };
        ExplainLineBody: {
            /** @enum {string} */
            effect: "allow" | "deny";
            /** Format: date-time */
            ends_at?: string;
            /** @description The way begins higher up than you may view */
            hidden: boolean;
            /** @description From the org of the grant down to this one, as far as you may view it */
            path: components["schemas"]["CrumbBody"][];
            role: components["schemas"]["NamedBody"];
            /** @description The group that holds the grant */
            via?: components["schemas"]["NamedBody"];
        };
        FailureBody: {
            code: string;
            /**
             * Format: int64
             * @description Of the script or glue
             */
            line?: number;
            message: string;
            node?: string;
        };
        FaultDetail: {
            code?: string;
            /** Format: int64 */
            column?: number;
            detail: string;
            /** Format: int64 */
            line?: number;
            pointer: string;
        };
        FieldBody: {
            /** @description Absent if the field is not there */
            after?: unknown;
            /** @description Absent if the field was not there */
            before?: unknown;
            /** @description From the part that changed */
            pointer: string;
        };
        FillFormInputBody: {
            data: unknown;
        };
        FindingBody: {
            code: string;
            /** Format: int64 */
            column?: number;
            detail: string;
            /** @description The edge that it is about */
            from?: string;
            /**
             * Format: int64
             * @description In the text that was sent
             */
            line?: number;
            /** @description The node that it is about */
            node?: string;
            /** @description JSON pointer into the document */
            pointer: string;
            /**
             * @description An error keeps a draft from being published
             * @enum {string}
             */
            severity: "error" | "warning";
            to?: string;
        };
        FiringBody: {
            /** @description Why no run was started */
            code?: string;
            /**
             * Format: date-time
             * @description When a run that is not started yet is tried at the latest
             */
            due_at?: string;
            /** Format: date-time */
            fired_at: string;
            id: string;
            message?: string;
            run_id?: string;
            /** @enum {string} */
            state: "pending" | "started" | "failed";
        };
        ForeseenBody: {
            /**
             * Format: int64
             * @description How many members and service accounts get something
             */
            gain: number;
            /**
             * Format: int64
             * @description How many of them lose something
             */
            lose: number;
            /** @description Whose rights change, and where */
            rights: components["schemas"]["PreviewRightBody"][];
            /**
             * Format: int64
             * @description How many rights change; the first 200 are shown
             */
            total: number;
        };
        FormBody: {
            /** Format: date-time */
            created_at: string;
            /** @description What was filled in */
            data?: unknown;
            /** @description Your own */
            draft?: unknown;
            /** Format: date-time */
            draft_at?: string;
            /** Format: date-time */
            due_at?: string;
            /** @description Your own, while the form waits */
            files: components["schemas"]["FormFileBody"][];
            /** @description For whom, if a deputy filled it in */
            filled_behalf?: string;
            filled_by?: string;
            help?: string;
            id: string;
            /** @description What the fields have at first */
            initial?: unknown;
            /** @description You are asked, or stand in for somebody who is */
            may_fill: boolean;
            org_id: string;
            run_id: string;
            /** @description JSON Schema of what is filled in */
            schema: unknown;
            /** Format: date-time */
            settled_at?: string;
            /** @enum {string} */
            state: "waiting" | "filled" | "canceled";
            title: string;
        };
        FormFileBody: {
            digest: string;
            /** @description What stands in the field; in the answer it is name, size, sha256 and artefact */
            id: string;
            /** @description As the ending of the name says */
            media_type: string;
            name: string;
            /** Format: int64 */
            size: number;
        };
        FullBody: {
            /**
             * Format: int64
             * @description How many may be at work at once
             */
            concurrency: number;
            /** @description Of the chain, the org or the trigger */
            id: string;
            /**
             * @description What is limited
             * @enum {string}
             */
            of: "chain" | "org" | "trigger";
            /**
             * Format: int64
             * @description Its place among those that wait there, from 1
             */
            position: number;
            /**
             * Format: int64
             * @description How many are at work
             */
            running: number;
        };
        GlueSample: {
            /** @description By the nodes that it came from; conditions do not see it */
            incoming?: unknown;
            index?: unknown;
            input?: unknown;
            item?: unknown;
            /** @description The nodes that are done, by their ids */
            nodes?: {
                [key: string]: components["schemas"]["GlueSampleNode"];
            };
            /**
             * Format: date-time
             * @description The moment that Date knows; now if it is left out
             */
            now?: string;
            run?: unknown;
            switches?: unknown;
        };
        GlueSampleNode: {
            error?: unknown;
            output?: unknown;
            /**
             * @description succeeded if it is left out
             * @enum {string}
             */
            state?: "succeeded" | "failed" | "skipped" | "canceled" | "undone";
        };
        GlueTrialBody: {
            /**
             * @description expression: as between ${{ and }}; condition: an expression that holds or not, as at an edge; script: the body of a function
             * @enum {string}
             */
            kind: "expression" | "condition" | "script";
            /** @description The source, of 64 KiB at most */
            text: string;
        };
        GlueTriedBody: {
            /** @description As what a run would fail there */
            problem?: components["schemas"]["FailureBody"];
            /** @description Absent if there is a problem */
            value?: unknown;
        };
        GrantBody: {
            can: string[];
            /** Format: date-time */
            created_at: string;
            /** @description The subject that gave it */
            created_by: string;
            /**
             * Format: date-time
             * @description Absent for a grant without an end
             */
            ends_at?: string;
            id: string;
            org_id: string;
            org_name: string;
            /** Format: int64 */
            revision: number;
            role: components["schemas"]["GrantRoleBody"];
            subject: components["schemas"]["NamedBody"];
        };
        GrantorBody: {
            name: string;
        };
        GrantRoleBody: {
            id: string;
            key: string;
            name: string;
        };
        GroupBody: {
            can: string[];
            /** Format: date-time */
            created_at: string;
            id: string;
            key: string;
            name: string;
            org_id: string;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            updated_at: string;
        };
        GroupMemberBody: {
            /** Format: date-time */
            added_at: string;
            id: string;
            /** @enum {string} */
            kind: "user" | "service";
            name: string;
            /** @enum {string} */
            state: "invited" | "active" | "disabled";
        };
        HalfBody: {
            /** Format: date-time */
            ended_at?: string;
            failure?: components["schemas"]["FailureBody"];
            /** @description Where the engine shows the pipeline's execution, if it says so */
            link?: string;
            name?: string;
            /** @description Absent in lists, and without run:data */
            output?: unknown;
            /** @enum {string} */
            state: "processing" | "succeeded" | "failed" | "canceled";
        };
        HealthBody: {
            /** @enum {string} */
            name: "database" | "disk" | "containers" | "registry" | "glue" | "runs" | "audit";
            /**
             * @description low: it works with little left; silent: it did not answer in time
             * @enum {string}
             */
            state: "good" | "low" | "failed" | "silent";
            /**
             * Format: int64
             * @description How long the look took
             */
            took_ms: number;
        };
        HoldBody: {
            /** @description What you may do with it */
            can: string[];
            /** Format: date-time */
            held_at?: string;
            held_by?: components["schemas"]["AuthorBody"];
            /**
             * Format: int64
             * @description No more are counted: so many may be more
             */
            most: number;
            /** @description JSON Pointer into the input: runs whose inputs are alike there begin one after another */
            order_by?: string;
            /**
             * Format: int64
             * @description The pace of a release; absent: all at once
             */
            per_minute?: number;
            reason?: string;
            /** @description The run whose step holds it */
            run_id?: string;
            /** @enum {string} */
            state: "open" | "held" | "releasing";
            /**
             * Format: int64
             * @description Runs that are kept
             */
            waiting: number;
        };
        HoldChainInputBody: {
            /**
             * @description JSON Pointer into the input: runs whose inputs are alike there begin one after another
             * @example /order/id
             */
            order_by?: string;
            reason?: string;
        };
        HunkBody: {
            lines: components["schemas"]["LineBody"][];
            /** Format: int64 */
            new_lines: number;
            /** Format: int64 */
            new_start: number;
            /** Format: int64 */
            old_lines: number;
            /** Format: int64 */
            old_start: number;
        };
        ImageDriftBody: {
            /** @description Digest of the source now; absent if it could not be asked */
            current?: string;
            /** @description The source is no longer what the image was made from */
            drifted: boolean;
            pinned: string;
            /** @description Why it could not be asked */
            problem?: components["schemas"]["ShortProblem"];
        };
        ImageUploadBody: {
            /**
             * Format: int64
             * @description Bytes of the phase; steps while building
             */
            done: number;
            /** Format: int64 */
            layer: number;
            /** Format: int64 */
            layers: number;
            /** @enum {string} */
            phase: "checking" | "waiting" | "building" | "exporting" | "reading" | "uploading";
            /** @description Why it failed */
            problem?: components["schemas"]["ShortProblem"];
            /** Format: date-time */
            started_at: string;
            /** @enum {string} */
            state: "uploading" | "failed" | "done";
            /**
             * Format: int64
             * @description 0 if it is not known
             */
            total: number;
            /** Format: date-time */
            updated_at: string;
        };
        InvitationOutputBody: {
            /** Format: date-time */
            ends_at: string;
            /** @description A link was sent to the address as well */
            mailed: boolean;
            member: components["schemas"]["MemberBody"];
            /** @description The link to hand over; shown once */
            url: string;
        };
        InviteMemberInputBody: {
            /** @example b@example.org */
            email: string;
            name: string;
        };
        ItemsBody: {
            /** Format: int64 */
            begun: number;
            /** Format: int64 */
            count: number;
            /** Format: int64 */
            failed: number;
            /**
             * Format: int64
             * @description At work
             */
            open: number;
        };
        JoinedOutputBody: {
            email: string;
            tenant: components["schemas"]["TenantNameBody"];
        };
        KindBody: {
            /** @description Running such a node can be noticed outside */
            effects: boolean;
            /** @description The configuration stands in the node itself, not under a key of the kind's name */
            fields: boolean;
            /** @description Markdown */
            help: components["schemas"]["NodesWords"];
            /** @description Name of a Tabler outline icon */
            icon: string;
            /** @description What finds the kind besides its title, pinyin and its initials included */
            keywords: string[];
            name: string;
            /** @description Where edges can be drawn */
            ports: components["schemas"]["NodesPorts"];
            /** @description JSON Schema of the configuration, with hints for the form */
            schema: unknown;
            /** @description One sentence */
            summary: components["schemas"]["NodesWords"];
            title: components["schemas"]["NodesWords"];
            /**
             * Format: int64
             * @description That of the configuration's shape
             */
            version: number;
        };
        LabelChainSaveInputBody: {
            /**
             * @description At most 200 characters
             * @example before the freeze
             */
            label: string;
        };
        LackingBody: {
            /** @description You have the permission there: nothing is lacking */
            allowed: boolean;
            /** @description People who could grant it there, those of the org first; at most 5, none for tokens or against a deny */
            grantors: components["schemas"]["GrantorBody"][];
            org: components["schemas"]["NamedBody"];
            permission: string;
        };
        LastRunBody: {
            /** Format: date-time */
            created_at: string;
            id: string;
            org_id: string;
            /** @enum {string} */
            state: "queued" | "running" | "waiting" | "paused" | "succeeded" | "failed" | "canceled" | "undoing" | "undone" | "undo_failed";
            title: string;
        };
        LeaseAskBody: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["AuthorBody"];
            /** @description Whoever edits does not want to */
            declined?: boolean;
        };
        LineBody: {
            /** @enum {string} */
            kind: "same" | "added" | "removed";
            /**
             * Format: int64
             * @description Its number in the newer version; absent if it is not there
             */
            new?: number;
            /**
             * Format: int64
             * @description Its number in the older version; absent if it is not there
             */
            old?: number;
            text: string;
        };
        ListBodyAccountBody: {
            items: components["schemas"]["AccountBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyApprovalActBody: {
            items: components["schemas"]["ApprovalActBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyApprovalSummaryBody: {
            items: components["schemas"]["ApprovalSummaryBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyArtefactBody: {
            items: components["schemas"]["ArtefactBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyAuditBody: {
            items: components["schemas"]["AuditBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyCalendarBody: {
            items: components["schemas"]["CalendarBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyChainBody: {
            items: components["schemas"]["ChainBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyChainSaveBody: {
            items: components["schemas"]["ChainSaveBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyChainVersionBody: {
            items: components["schemas"]["ChainVersionBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyCommentBody: {
            items: components["schemas"]["CommentBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyDelegationBody: {
            items: components["schemas"]["DelegationBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyDeletedChainBody: {
            items: components["schemas"]["DeletedChainBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyDeletedOrgBody: {
            items: components["schemas"]["DeletedOrgBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyDeletedScriptBody: {
            items: components["schemas"]["DeletedScriptBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyEngineBody: {
            items: components["schemas"]["EngineBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyEnvironmentBody: {
            items: components["schemas"]["EnvironmentBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyFiringBody: {
            items: components["schemas"]["FiringBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyGrantBody: {
            items: components["schemas"]["GrantBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyGroupBody: {
            items: components["schemas"]["GroupBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyGroupMemberBody: {
            items: components["schemas"]["GroupMemberBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyKindBody: {
            items: components["schemas"]["KindBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyListedHoldBody: {
            items: components["schemas"]["ListedHoldBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyListedSessionBody: {
            items: components["schemas"]["ListedSessionBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyMemberBody: {
            items: components["schemas"]["MemberBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyNewsBody: {
            items: components["schemas"]["NewsBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyOrgBody: {
            items: components["schemas"]["OrgBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyPermissionBody: {
            items: components["schemas"]["PermissionBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyPipelineExecutionBody: {
            items: components["schemas"]["PipelineExecutionBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyPublicationBody: {
            items: components["schemas"]["PublicationBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyQuickLinkBody: {
            items: components["schemas"]["QuickLinkBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyRehearsalBody: {
            items: components["schemas"]["RehearsalBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyReleaseBody: {
            items: components["schemas"]["ReleaseBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyRoleBody: {
            items: components["schemas"]["RoleBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyRunBody: {
            items: components["schemas"]["RunBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyScriptBody: {
            items: components["schemas"]["ScriptBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyScriptVersionBody: {
            items: components["schemas"]["ScriptVersionBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodySecretBody: {
            items: components["schemas"]["SecretBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyShareBody: {
            items: components["schemas"]["ShareBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyStepBody: {
            items: components["schemas"]["StepBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodySwitchBody: {
            items: components["schemas"]["SwitchBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodySwitchChangeBody: {
            items: components["schemas"]["SwitchChangeBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodySwitchRequest: {
            items: components["schemas"]["SwitchRequest"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyTemplateBody: {
            items: components["schemas"]["TemplateBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyTodoBody: {
            items: components["schemas"]["TodoBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyTokenBody: {
            items: components["schemas"]["TokenBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyTriggerBody: {
            items: components["schemas"]["TriggerBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListBodyUseBody: {
            items: components["schemas"]["UseBody"][];
            /** @description Cursor of the next page; absent on the last */
            next?: string;
        };
        ListChainTagsOutputBody: {
            items: components["schemas"]["ChainTagBody"][];
        };
        ListChannelsOutputBody: {
            items: components["schemas"]["ChannelBody"][];
        };
        ListedHoldBody: {
            /** @description What you may do with it */
            can: string[];
            chain_key: string;
            chain_name: string;
            /** Format: date-time */
            held_at?: string;
            held_by?: components["schemas"]["AuthorBody"];
            /**
             * Format: int64
             * @description No more are counted: so many may be more
             */
            most: number;
            /** @description JSON Pointer into the input: runs whose inputs are alike there begin one after another */
            order_by?: string;
            org_id: string;
            org_name: string;
            /**
             * Format: int64
             * @description The pace of a release; absent: all at once
             */
            per_minute?: number;
            reason?: string;
            /** @description The run whose step holds it */
            run_id?: string;
            /** @enum {string} */
            state: "open" | "held" | "releasing";
            /**
             * Format: int64
             * @description Runs that are kept
             */
            waiting: number;
        };
        ListedSessionBody: {
            /** @description Where it was last used from */
            address: string;
            /** @description What the browser said of itself */
            agent: string;
            /** Format: date-time */
            created_at: string;
            /** @description It is the session of this request */
            current: boolean;
            /** Format: date-time */
            ends_at: string;
            id: string;
            /**
             * Format: date-time
             * @description Last use, to the minute
             */
            seen_at: string;
            /** @description The tenant's key */
            tenant: string;
        };
        ListMilestonesOutputBody: {
            items: components["schemas"]["StreamMilestone"][];
            /**
             * Format: int64
             * @description Send it as after for more; absent if there are none yet
             */
            next?: number;
        };
        ListRunEventsOutputBody: {
            items: components["schemas"]["StreamEvent"][];
            /**
             * Format: int64
             * @description Send it as after for more; absent if there are none yet
             */
            next?: number;
        };
        LoadStepBody: {
            /**
             * Format: date-time
             * @description Its end
             */
            at: string;
            /**
             * Format: int64
             * @description How many ended so in it, or were undone
             */
            canceled: number;
            /**
             * Format: int64
             * @description How many ended so in it, or could not be undone
             */
            failed: number;
            /**
             * Format: int64
             * @description How many waited to begin at its end
             */
            queued: number;
            /**
             * Format: int64
             * @description How many ended so in it
             */
            succeeded: number;
            /**
             * Format: int64
             * @description How long one half of those that ended in it took from their beginning at most; absent if none ended
             */
            took_half_ms?: number;
            /**
             * Format: int64
             * @description The same of 95 of a hundred
             */
            took_most_ms?: number;
            /**
             * Format: int64
             * @description How long one half of those that began in it had waited at most; absent if none began
             */
            waited_half_ms?: number;
            /**
             * Format: int64
             * @description The same of 95 of a hundred
             */
            waited_most_ms?: number;
        };
        LogOutputBody: {
            /** Format: int64 */
            attempt: number;
            /**
             * Format: int64
             * @description How many lines there are by now
             */
            end: number;
            items: components["schemas"]["StreamLine"][];
            /** @description No more will come */
            over: boolean;
        };
        MadeChainBody: {
            chain: components["schemas"]["ChainBody"];
            /** @description What is wrong with the draft */
            problems: components["schemas"]["FindingBody"][];
            /** @description Why it was not published; those behind it were not tried */
            refused?: components["schemas"]["RefusedBody"];
        };
        MadeTokenOutputBody: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ends_at: string;
            /** @description Who made it */
            human_id: string;
            id: string;
            name: string;
            /** @description The subtree that the token is bound to */
            org_id: string;
            permissions: string[];
            /** @description Shown once; send it as Authorization: Bearer */
            token: string;
            /**
             * Format: date-time
             * @description Hour of the last use
             */
            used_at?: string;
            /** @description Address of the last use */
            used_from?: string;
        };
        MeBody: {
            /** @enum {string} */
            kind: "user" | "service";
            must_enrol: boolean;
            name: string;
            /** @description Only in a session */
            person?: components["schemas"]["PersonBody"];
            subject_id: string;
            tenant_id: string;
            /** @description The topmost orgs that you may view */
            tops: components["schemas"]["TopBody"][];
        };
        MemberBody: {
            /** @description What you may do about the member */
            can: string[];
            /** Format: date-time */
            created_at: string;
            email: string;
            id: string;
            name: string;
            /** @description Where the member belongs, if you may view that org */
            org_id?: string;
            /** Format: int64 */
            revision: number;
            second_factor: boolean;
            /** @enum {string} */
            state: "invited" | "active" | "disabled";
            /** Format: date-time */
            updated_at: string;
        };
        MemberPermissionBody: {
            allowed: boolean;
            /** @description The grants that speak for or against, denies first */
            lines: components["schemas"]["ExplainLineBody"][];
            permission: string;
        };
        MemberPermissionsOutputBody: {
            /** @description All permissions there are */
            items: components["schemas"]["MemberPermissionBody"][];
        };
        MoveOrgInputBody: {
            /** @description The new parent */
            parent_id: string;
        };
        NamedBody: {
            id: string;
            kind?: string;
            /** @description Absent if you may not see it */
            name?: string;
        };
        NewsBody: {
            /** @description What you may do at their org; org:edit changes them */
            can: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ends_at?: string;
            id: string;
            org_id: string;
            /** @description Told also where you may not view the org */
            org_name: string;
            /** Format: int64 */
            revision: number;
            /**
             * Format: date-time
             * @description From when on they are read: starts_at, or when they were written
             */
            shown_at: string;
            /** Format: date-time */
            starts_at?: string;
            /**
             * @description Whether they are read now
             * @enum {string}
             */
            state: "later" | "shown" | "over";
            /** @description Markdown */
            text: string;
            title: string;
            /** Format: date-time */
            updated_at: string;
        };
        NewTokenInput: {
            /**
             * Format: date-time
             * @description By default in 90 days; at latest in a year
             */
            ends_at?: string;
            /** @example nightly release */
            name: string;
            /** @description The subtree that the token is bound to */
            org_id?: string;
            /**
             * @description Permissions, or kind:* for all of a kind that tokens may have
             * @example [
             *       "chain:*",
             *       "run:start"
             *     ]
             */
            permissions: string[];
        };
        NodesPorts: {
            failure: boolean;
            in: boolean;
            out: boolean;
        };
        NodesWords: {
            en: string;
            zh: string;
        };
        OneOfManyBody: {
            approval_id: string;
            /** @description For whom you stand in */
            behalf?: string;
            /** @description Of what you saw */
            digest: string;
            org_id: string;
            /** @description A no takes one */
            reason?: string;
            /** @enum {string} */
            verdict: "approve" | "reject" | "send_back";
        };
        OrderInputBody: {
            /** @description Why, for the journal and the audit log */
            reason?: string;
        };
        OrgBody: {
            /** @description What you may do here */
            can: string[];
            /** Format: date-time */
            created_at: string;
            /** @description Whether there are children that you may view */
            has_children: boolean;
            id: string;
            key: string;
            name: string;
            /** @description Absent at the tenant's root, and where you may not view the parent */
            parent_id?: string;
            /** @description The way to the org from the topmost one that you may view */
            path: components["schemas"]["CrumbBody"][];
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            updated_at: string;
        };
        OrgHoldingBody: {
            /**
             * Format: int64
             * @description In the org and in all below it; at most 1000 are counted
             */
            count: number;
            /**
             * @description Of runs and releases those that are not over
             * @enum {string}
             */
            kind: "subjects" | "chains" | "scripts" | "secrets" | "triggers" | "calendars" | "runs" | "environments" | "engines" | "switches" | "templates" | "releases" | "orgs";
            /** @description There are more than were counted */
            more: boolean;
        };
        OrgHoldingsOutputBody: {
            /** @description What there is nothing of is left out */
            items: components["schemas"]["OrgHoldingBody"][];
        };
        PartBody: {
            code?: string;
            detail?: string;
            /**
             * Format: int64
             * @description Bytes
             */
            done?: number;
            /** @description Of the engine, or of the environment */
            key: string;
            /** @enum {string} */
            kind: "pipeline" | "task";
            /** @description Where the engine shows the pipeline */
            link?: string;
            /** @description What the engine calls the pipeline, or the digest of the image */
            made?: string;
            node: string;
            /** @description Of an image on its way to the registry */
            phase?: string;
            /** @enum {string} */
            state: "pending" | "making" | "made" | "failed";
            /**
             * Format: int64
             * @description Bytes; absent while nobody knows
             */
            total?: number;
            /** @description It belongs to the node's undo */
            undo?: boolean;
        };
        PartsOutputBody: {
            /**
             * Format: date-time
             * @description When they were looked at
             */
            at: string;
            parts: components["schemas"]["HealthBody"][];
        };
        PassApprovalInputBody: {
            reason?: string;
            /** @description Id or mail address of a member */
            to: string;
        };
        PermissionBody: {
            kind: string;
            permission: string;
            /** @description The system roles that have it */
            roles: string[];
            verb: string;
        };
        PersonBody: {
            email: string;
            email_verified: boolean;
            id: string;
            locale: string;
            /** @description The tenants that you can sign in to */
            memberships: components["schemas"]["TenantNameBody"][];
            name: string;
            /**
             * Format: int64
             * @description How many can still be used
             */
            recovery_codes: number;
            second_factor: boolean;
        };
        PinnedImageBody: {
            /** Format: date-time */
            created_at: string;
            digest: string;
            /** @example linux/amd64 */
            platform: string;
            /** @description What a container engine pulls */
            reference: string;
            /**
             * Format: int64
             * @description Bytes that a container engine pulls
             */
            size: number;
            /** @description That which the source had */
            source_digest: string;
        };
        PipelineCapabilities: {
            callback: boolean;
            cancel: boolean;
            create: boolean;
            delete: boolean;
            idempotent_start: boolean;
            logs: boolean;
        };
        PipelineExecutionBody: {
            /** Format: date-time */
            created_at: string;
            id: string;
            /** @enum {string} */
            state: "queued" | "running" | "succeeded" | "failed" | "canceled";
            steps: components["schemas"]["PipelineStepBody"][];
            /** Format: date-time */
            updated_at: string;
        };
        PipelineStepBody: {
            decisions?: components["schemas"]["DecisionBody"][];
            name: string;
            /** @description Of an approval */
            question?: string;
            /**
             * Format: int64
             * @description How many must say yes
             */
            quorum?: number;
            /** @enum {string} */
            state: "pending" | "running" | "waiting" | "succeeded" | "failed" | "canceled" | "skipped";
        };
        PositionBody: {
            /** @description Markdown */
            help: components["schemas"]["NodesWords"];
            key: string;
            /** @description JSON Schema of what comes out, if it is known */
            output?: unknown;
            /** @description JSON Schema of the parameters, with hints for the form */
            parameters: unknown;
            title: components["schemas"]["NodesWords"];
        };
        PositionsOutputBody: {
            items: components["schemas"]["PositionBody"][];
        };
        PreviewBody: {
            /** @description Whose rights change, and where */
            rights: components["schemas"]["PreviewRightBody"][];
            starts: components["schemas"]["PreviewTiesBody"];
            stops: components["schemas"]["PreviewTiesBody"];
            /**
             * Format: int64
             * @description How many rights change; the first 1000 are shown
             */
            total: number;
        };
        PreviewGrantBody: {
            org: components["schemas"]["CrumbBody"];
            role: components["schemas"]["NamedBody"];
            subject: components["schemas"]["NamedBody"];
        };
        PreviewRightBody: {
            gains: string[];
            loses: string[];
            /** @description There and below, down to the next org with a line of its own */
            org: components["schemas"]["CrumbBody"];
            subject: components["schemas"]["NamedBody"];
        };
        PreviewRoleInputBody: {
            /** @description What the role is to have */
            permissions: string[];
        };
        PreviewTiesBody: {
            /** @description Grants of custom roles */
            grants: components["schemas"]["PreviewGrantBody"][];
            shares: string[];
            tokens: string[];
        };
        Problem: {
            /** @description Stable and dotted, for programs */
            code: string;
            /** @description What a program needs to go on; the problem's page says what it holds */
            data?: unknown;
            /** @description What is wrong, for people */
            detail?: string;
            /** @description Each thing that is wrong and where */
            errors?: components["schemas"]["FaultDetail"][];
            /**
             * Format: uri-reference
             * @description Names the request; the log knows it by that id
             */
            instance?: string;
            /** Format: int64 */
            status: number;
            title: string;
            /**
             * Format: uri-reference
             * @description Where a page about this problem is
             */
            type: string;
        };
        ProposeTemplateOutputBody: {
            /** @description What is named, and so can be asked for */
            found: components["schemas"]["TemplateFoundBody"][];
            /** @description Taken along with their texts */
            scripts: components["schemas"]["TemplateScriptBody"][];
        };
        PublicationBody: {
            /** @description Why it failed; a problem of the same code has a page */
            code?: string;
            /** Format: date-time */
            created_at: string;
            detail?: string;
            /** Format: date-time */
            ended_at?: string;
            id: string;
            /** @description What is made, in this order */
            parts: components["schemas"]["PartBody"][];
            /**
             * Format: int64
             * @description Of the draft
             */
            revision: number;
            /** @enum {string} */
            state: "running" | "succeeded" | "failed";
            /**
             * Format: int64
             * @description The version, when there is one
             */
            version?: number;
        };
        PublishChainInputBody: {
            /** @description What to know of this version */
            message?: string;
        };
        PutExternalTodoInputBody: {
            /** Format: date-time */
            due_at?: string;
            /**
             * @description The to-do's id there
             * @example order-4711
             */
            id: string;
            /**
             * @description Where it is done
             * @example https://erp.example.org/orders/4711
             */
            link: string;
            /** @description Ids or mail addresses of members who may view the org */
            people: string[];
            /**
             * @description Key of the other system
             * @example erp
             */
            source: string;
            title: string;
        };
        QueueBody: {
            /**
             * @description What it waits for: limit, until fewer others are at work; hold, until the hold of its chain lets it go; worker, until a server takes it up
             * @enum {string}
             */
            for: "limit" | "hold" | "worker";
            /** @description The limits that have no place left for it */
            limits?: components["schemas"]["FullBody"][];
            /**
             * Format: int64
             * @description From 1; no further than 10001
             */
            position: number;
        };
        QuickLinkBody: {
            /** @description What you may do at the org that pinned it; org:edit unpins it */
            can: string[];
            chain_id: string;
            chain_key: string;
            chain_name: string;
            chain_org_id: string;
            chain_org_name: string;
            /** @description The org that pinned it */
            org_id: string;
            org_name: string;
            /** Format: date-time */
            pinned_at: string;
            /**
             * Format: int64
             * @description The latest of the chain, 0 for none
             */
            version: number;
        };
        RecoveryCodesBody: {
            /** @description Each can be used once instead of a code of the second factor */
            recovery_codes: string[];
        };
        RefusedBody: {
            code: string;
            detail: string;
        };
        RegistryBody: {
            /** Format: int64 */
            revision: number;
            /** @description Key of the secret that is the password */
            secret?: string;
            /** Format: date-time */
            updated_at: string;
            url: string;
            username?: string;
        };
        RegistryInput: {
            /** @description Key of a secret of the org that is the password */
            secret?: string;
            /**
             * @description https://host[:port][/path]; the path stands before all names of images
             * @example https://registry.example.org/team
             */
            url: string;
            username?: string;
        };
        RehearsalBody: {
            /** Format: date-time */
            began_at: string;
            /** @description Who asked for it, by id */
            by: string;
            /** Format: date-time */
            ended_at?: string;
            id: string;
            /** @description Not in lists, and not while it goes on */
            report?: components["schemas"]["RehearsalReportBody"];
            /** @description Digest of what was rehearsed */
            seal: string;
            /**
             * @description uncovered: it ran through, and what some failures leave behind is not taken back
             * @enum {string}
             */
            state: "running" | "passed" | "uncovered" | "failed";
        };
        RehearsalReportBody: {
            /** @description Why it could not be carried out */
            message?: string;
            phases: components["schemas"]["RehearsedPhaseBody"][];
        };
        RehearsedPhaseBody: {
            name: string;
            /** @description The chain that takes it back; absent for an undo */
            rollback?: components["schemas"]["RehearsedRunBody"];
            steps: components["schemas"]["RehearsedStepBody"][];
            /** @description The phase without a failure */
            whole: components["schemas"]["RehearsedRunBody"];
        };
        RehearsedRunBody: {
            code?: string;
            message?: string;
            run_id?: string;
            state?: string;
        };
        RehearsedStepBody: {
            /** @description The rollback plan takes back all that was done by then, or there is nothing to take back */
            covered: boolean;
            /** @description The phase succeeds though the step fails */
            goes_on?: boolean;
            /** @description Nodes whose doings stay */
            left?: string[];
            node: string;
            /** @description Nothing was changed outside by then */
            nothing?: boolean;
            /** @description The run came to the step */
            reached: boolean;
            /** @description Path of the item's graph that the node stands in, the first in which it failed, such as pack:0 */
            scope?: string;
            /** @description The test run in which it failed */
            trial: components["schemas"]["RehearsedRunBody"];
        };
        ReleaseBody: {
            approval_id?: string;
            /** Format: date-time */
            approved_at?: string;
            /** @description What you may do with it */
            can: string[];
            /** @description Why it did not succeed */
            code?: string;
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["AuthorBody"];
            description: string;
            /** Format: date-time */
            edited_at: string;
            /** @description Who edited it last, by id */
            edited_by: string;
            /** Format: date-time */
            ended_at?: string;
            /** Format: date-time */
            executed_at?: string;
            executed_by?: components["schemas"]["AuthorBody"];
            /**
             * Format: date-time
             * @description Until when the approval is good
             */
            expires_at?: string;
            id: string;
            message?: string;
            /**
             * Format: int64
             * @description Number of the last one
             */
            milestones: number;
            name: string;
            org_id: string;
            /** @description Not in lists */
            plan?: components["schemas"]["ReleasePlan"];
            /** @description The phases, once it is executed; not in lists */
            progress?: components["schemas"]["ReleaseProgressBody"][];
            /** @description The newest one, without its report; not in lists */
            rehearsal?: components["schemas"]["RehearsalBody"];
            /**
             * Format: date-time
             * @description When the review was asked for
             */
            requested_at?: string;
            /** Format: int64 */
            revision: number;
            /** @description Digest over all that is approved */
            seal?: string;
            /** @enum {string} */
            state: "draft" | "in_review" | "approved" | "executing" | "succeeded" | "failed" | "rolled_back" | "rejected" | "withdrawn" | "expired";
            /** Format: date-time */
            updated_at: string;
        };
        ReleaseChainBody: {
            /**
             * @description Key of a chain of this org
             * @example stock-release
             */
            key: string;
            /**
             * Format: int64
             * @description A published version; the latest without it
             */
            version?: number;
        };
        ReleaseChainInputBody: {
            /**
             * Format: int64
             * @description Runs that begin in a minute; 0: all at once
             * @example 600
             */
            per_minute?: number;
            reason?: string;
        };
        ReleaseCheckBody: {
            chain: components["schemas"]["ReleaseChainBody"];
            input?: unknown;
            /**
             * @description Expression that has to hold; without it the chain has to succeed
             * @example nodes.check.output.ready
             */
            when?: string;
        };
        ReleaseFreezeBody: {
            /**
             * @description Key of a calendar of this org or the nearest above: its days off are frozen
             * @example office
             */
            calendar: string;
            /** @description IANA name; UTC without it */
            time_zone?: string;
        };
        ReleaseGateBody: {
            /** @description People have to agree */
            approval?: components["schemas"]["AskedPlanBody"];
            /** @description A chain runs and its result has to be as asked */
            check?: components["schemas"]["ReleaseCheckBody"];
            /** @description The day must not be frozen */
            freeze?: components["schemas"]["ReleaseFreezeBody"];
            /** @description It has to be in a window of time */
            window?: components["schemas"]["ReleaseWindowBody"];
        };
        ReleaseGateRowBody: {
            /**
             * Format: int64
             * @description From 1
             */
            gate: number;
            message?: string;
            /** @enum {string} */
            state: "waiting" | "passed" | "failed";
            /** @description The approval or run that it waits for */
            subject_id: string;
        };
        ReleasePhaseBody: {
            chain: components["schemas"]["ReleaseChainBody"];
            /** @description All are to be passed: approvals and checks in order, then times */
            gates?: components["schemas"]["ReleaseGateBody"][];
            /** @description Input of the chain; an empty object without it */
            input?: unknown;
            /** @description Outputs of nodes in a rehearsal, by node */
            mocks?: {
                [key: string]: unknown;
            };
            /**
             * @description 1 to 200 characters
             * @example Switch the mode
             */
            name: string;
            rollback?: components["schemas"]["ReleaseRollbackBody"];
        };
        ReleasePlan: {
            /** @description In order */
            phases: components["schemas"]["ReleasePhaseBody"][];
            /** @description Who approves it; without it one holder of the role approver of this org */
            review?: components["schemas"]["AskedPlanBody"];
            /**
             * Format: int64
             * @description How long an approval is good; 30 days without it
             */
            valid_days?: number;
        };
        ReleaseProgressBody: {
            /** Format: date-time */
            began_at?: string;
            code?: string;
            /** Format: date-time */
            ended_at?: string;
            /** @description Gates that wait or waited for people or a check */
            gates: components["schemas"]["ReleaseGateRowBody"][];
            message?: string;
            name: string;
            /**
             * Format: int64
             * @description From 1
             */
            phase: number;
            rollback_reason?: string;
            /**
             * Format: date-time
             * @description When somebody asked for a rollback by hand
             */
            rollback_requested_at?: string;
            rollback_requested_by?: string;
            /** @description What ran for it */
            runs: components["schemas"]["ReleaseRunBody"][];
            /** @enum {string} */
            state: "pending" | "waiting" | "running" | "succeeded" | "failed" | "rolling_back" | "rolled_back" | "rollback_failed" | "canceled";
        };
        ReleaseReviewOutputBody: {
            /** @description Who wrote any of it, by id: they do not approve it */
            authors: string[];
            chains: components["schemas"]["ReviewChainBody"][];
            /** @description Parts that are not as they were sealed */
            differs: string[];
            /** @description What the seal is made of */
            parts: components["schemas"]["ReviewPartBody"][];
            release: components["schemas"]["ReleaseBody"];
            /** @description Digest over what would run now */
            seal: string;
        };
        ReleaseRollbackBody: {
            /** @description What takes the phase back; without it the undos of its steps do, in reverse order */
            chain?: components["schemas"]["ReleaseChainBody"];
            /** @description Input of that chain */
            input?: unknown;
        };
        ReleaseRuleOutputBody: {
            /**
             * Format: int64
             * @description What holds by the rules of this org and of all above it
             */
            effective_rehearsal_days: number;
            /**
             * Format: int64
             * @description How old a rehearsal that passed may be when a release is executed; 0: none is needed
             */
            rehearsal_days: number;
            /** Format: int64 */
            revision: number;
        };
        ReleaseRunBody: {
            /** @description steps, rollback, rollback-2 for the second attempt, or gate-1 for the check of the first gate */
            purpose: string;
            run_id: string;
        };
        ReleaseWindowBody: {
            /**
             * @description Time of the day
             * @example 22:00
             */
            from?: string;
            /** Format: date-time */
            not_after?: string;
            /** Format: date-time */
            not_before?: string;
            /**
             * @description IANA name; UTC without it
             * @example Asia/Shanghai
             */
            time_zone?: string;
            /**
             * @description Time of the day, of the next one if it is not later
             * @example 05:00
             */
            to?: string;
            /** @description Days on which the window opens: 1, Monday, to 7 */
            weekdays?: number[];
        };
        RenameMemberInputBody: {
            name: string;
        };
        RenameScriptInputBody: {
            language?: string;
            /** @description 1 to 200 characters */
            name?: string;
        };
        ReplaceCalendarInputBody: {
            /**
             * @description Dates that are not worked
             * @example [
             *       "2026-10-01"
             *     ]
             */
            days_off?: string[];
            /**
             * @description 1 to 200 characters
             * @example Working days
             */
            name: string;
            /**
             * @description Those that are worked: 1 for Monday to 7 for Sunday
             * @example [
             *       1,
             *       2,
             *       3,
             *       4,
             *       5
             *     ]
             */
            weekdays: number[];
            /**
             * @description Dates that are worked, whatever their weekday
             * @example [
             *       "2026-10-10"
             *     ]
             */
            workdays?: string[];
        };
        ReplaceReleaseInputBody: {
            /** @description At most 10000 characters */
            description?: string;
            /**
             * @description 1 to 200 characters
             * @example Stock release 12
             */
            name: string;
            /** @description In order */
            phases: components["schemas"]["ReleasePhaseBody"][];
            /** @description Who approves it; without it one holder of the role approver of this org */
            review?: components["schemas"]["AskedPlanBody"];
            /**
             * Format: int64
             * @description How long an approval is good; 30 days without it
             */
            valid_days?: number;
        };
        ReplaceSecretInputBody: {
            /** @description 8 bytes to 64 KiB; nothing ever shows it again */
            value: string;
        };
        ReplaceTemplateInputBody: {
            description?: string;
            /** @description What it is made from anew; absent, the chain or the plan in it stays */
            from?: components["schemas"]["TemplateFromBody"];
            /** @example Stock release */
            name: string;
            /** @description What becomes of what was found; what is left out is asked for as it was found */
            parameters?: components["schemas"]["TemplateChoiceBody"][];
        };
        ReplaceTriggerInputBody: {
            /**
             * @description Key of a chain of this org
             * @example stock-release
             */
            chain: string;
            /** @description Without it the trigger is enabled */
            enabled?: boolean;
            limits?: components["schemas"]["TriggerLimitsBody"];
            /**
             * @description 1 to 200 characters
             * @example Each morning
             */
            name: string;
            /** @description Fires at times */
            schedule?: components["schemas"]["ScheduleBody"];
            /** @description Fires when its address is called */
            webhook?: components["schemas"]["WebhookBody"];
        };
        RequestResetInputBody: {
            email: string;
        };
        RerunBody: {
            /** @description The node to begin at, with the outputs before it as they were; the whole run if left out */
            from?: string;
            /** @description That of the run if left out */
            title?: string;
            /**
             * @description Number of a version, or latest; that of the run if left out
             * @example latest
             */
            version?: string;
        };
        ResetPasswordInputBody: {
            /** @description What stands behind the # of the link */
            link: string;
            password: string;
        };
        RestoreOrgInputBody: {
            /** @description A new key, if a sibling has taken the old one */
            key?: string;
        };
        ReviewChainBody: {
            chain_id: string;
            /** @description Since that version */
            changes: components["schemas"]["ChangeBody"][];
            /** @description Of the version's meaning */
            digest: string;
            /** @description What runs */
            document: unknown;
            /**
             * Format: int64
             * @description The version that was released last; absent if none was
             */
            last_released?: number;
            message?: string;
            /**
             * @description Where the chain stands in the plan
             * @example /phases/0/chain
             */
            pointer: string;
            /** Format: int64 */
            version: number;
        };
        ReviewPartBody: {
            digest: string;
            /** @example /phases/0/chain/nodes/build/script */
            pointer: string;
        };
        RoleBody: {
            can: string[];
            /** Format: date-time */
            created_at: string;
            /** @enum {string} */
            effect: "allow" | "deny";
            id: string;
            /** @description An org above owns it */
            inherited: boolean;
            key: string;
            name: string;
            /** @description The org that owns it; absent for a system role, and where you may not view that org */
            org_id?: string;
            permissions: string[];
            /** Format: int64 */
            revision: number;
            /** @description The same in every tenant; it does not change */
            system: boolean;
            /** Format: date-time */
            updated_at: string;
        };
        RollBackPhaseInputBody: {
            /**
             * @description Why, 1 to 2000 characters
             * @example The numbers are wrong
             */
            reason: string;
        };
        RunBody: {
            /** @description What you may do with it */
            can: string[];
            /** @description It was asked to end and has not ended yet */
            canceling?: boolean;
            /** @description Empty for a trial of a script or an environment, and for a check of a release */
            chain_id: string;
            /** @description Empty for a trial of a script or an environment */
            chain_key: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            failure?: components["schemas"]["FailureBody"];
            /** @description It has not begun, and is kept back */
            held?: boolean;
            /**
             * @description What keeps it: limit, until fewer others are at work; hold, until the hold of its chain lets it go
             * @enum {string}
             */
            held_by?: "limit" | "hold";
            /** @description The person behind a token */
            human?: components["schemas"]["AuthorBody"];
            id: string;
            /** @description Absent in lists, and without run:data */
            input?: unknown;
            org_id: string;
            /** @description Absent in lists, before the end, and without run:data */
            output?: unknown;
            /** @description The run that waits for this one */
            parent_id?: string;
            /** @description The org of the run that waits for this one; absent in lists, and if that is kept no longer or you may not view it */
            parent_org?: string;
            /** @description The step that waits for this one */
            parent_step?: components["schemas"]["CallerBody"];
            /** @description Why it has not begun, and its place; absent in lists */
            queue?: components["schemas"]["QueueBody"];
            /**
             * Format: int64
             * @description Number of its last event
             */
            seq: number;
            /** Format: date-time */
            started_at?: string;
            started_by: components["schemas"]["AuthorBody"];
            /** @enum {string} */
            state: "queued" | "running" | "waiting" | "paused" | "succeeded" | "failed" | "canceled" | "undoing" | "undone" | "undo_failed";
            /** @description How many steps are in which state; absent in lists */
            steps?: components["schemas"]["RunProgress"];
            /** @description It tries out a draft, a script or an environment */
            test: boolean;
            title: string;
            /** @enum {string} */
            trigger: "api" | "manual" | "webhook" | "schedule" | "chain" | "rerun" | "test" | "release";
            /** @description Of the trigger, of the run before, or of what a trial without a chain tries */
            trigger_id?: string;
            /**
             * Format: int64
             * @description How long runs of the chain usually take: the median of the last 20 that succeeded, waiting included; in lists only, and absent for fewer than 3
             */
            usual_ms?: number;
            /**
             * Format: int64
             * @description Of the chain; 0: a draft
             */
            version: number;
        };
        RunLimitsBody: {
            /**
             * Format: int64
             * @description Runs at work at once; 0: no limit
             */
            concurrency: number;
            /**
             * Format: int64
             * @description Runs that wait beyond; who starts one more is refused with run.queue_full
             */
            queue: number;
            /**
             * Format: int64
             * @description Starts in a minute; 0: no limit
             */
            rate: number;
            /**
             * Format: int64
             * @description 1: nothing was ever limited here
             */
            revision: number;
            /**
             * Format: int64
             * @description Runs that count now; without a limit of concurrency none are counted
             */
            running: number;
            /** Format: date-time */
            updated_at?: string;
            /** Format: int64 */
            waiting: number;
        };
        RunLoadBody: {
            /** Format: date-time */
            from: string;
            /**
             * Format: int64
             * @description How long each step is
             */
            step_seconds: number;
            /** @description Of the runs that were made within the range, and of those that still wait to begin */
            steps: components["schemas"]["LoadStepBody"][];
            /** Format: date-time */
            to: string;
            /**
             * Format: date-time
             * @description Since when all runs are counted: from, unless there were more than are looked at
             */
            whole: string;
        };
        RunProgress: {
            /** Format: int64 */
            canceled?: number;
            /** Format: int64 */
            failed?: number;
            /** Format: int64 */
            pending?: number;
            /** Format: int64 */
            processing?: number;
            /** Format: int64 */
            ready?: number;
            /** Format: int64 */
            skipped?: number;
            /** Format: int64 */
            succeeded?: number;
            /** Format: int64 */
            undone?: number;
            /** Format: int64 */
            waiting?: number;
        };
        SavedChainOutputBody: {
            chain: components["schemas"]["ChainBody"];
            /** @description What is wrong with the draft as it is now */
            problems: components["schemas"]["FindingBody"][];
        };
        ScheduleBody: {
            /**
             * @description Key of a calendar of this org or the nearest above: only on its working days
             * @example office
             */
            calendar?: string;
            /**
             * @description Minute, hour, day, month, weekday; or a word such as @daily
             * @example 0 6 * * 1-5
             */
            cron: string;
            /** @description Input of the runs; an empty object without it */
            input?: unknown;
            /**
             * @description Times at which no server ran: one run for all of them, or none
             * @default once
             * @enum {string}
             */
            missed: "once" | "skip";
            /**
             * @description IANA name
             * @default UTC
             * @example Asia/Shanghai
             */
            time_zone: string;
        };
        ScriptBody: {
            /** @description What you may do with it */
            can: string[];
            /** Format: date-time */
            created_at: string;
            /** @description That of the newest version's source */
            digest: string;
            id: string;
            key: string;
            language: string;
            name: string;
            /** @description Absent if you may not view the org that shares it */
            org_id?: string;
            /** Format: int64 */
            revision: number;
            /** @description An org above lets it be used here */
            shared: boolean;
            /** Format: date-time */
            updated_at: string;
            updated_by?: components["schemas"]["AuthorBody"];
            /**
             * Format: int64
             * @description The newest
             */
            version: number;
        };
        ScriptDiffBody: {
            /** Format: int64 */
            from: number;
            hunks: components["schemas"]["HunkBody"][];
            /** Format: int64 */
            to: number;
            /** @description There are more lines than the hunks have */
            truncated: boolean;
            /** @description In the unified form; empty if nothing differs */
            unified: string;
        };
        ScriptTrialBody: {
            /** @description What the script is given; plain texts, no expressions */
            arguments?: string[];
            /**
             * @description Key of the environment to run it in; it has to have an image
             * @example python-3.11
             */
            environment: string;
            /** @description What the script reads; {} if left out */
            input?: unknown;
            /** @description A text to try in place of a version; nothing of it is saved as one */
            source?: string;
            /** @description What people find the run by; it names the script if left out */
            title?: string;
            /**
             * Format: int64
             * @description Of the script; the newest if left out
             */
            version?: number;
        };
        ScriptVersionBody: {
            /** Format: date-time */
            created_at: string;
            created_by: components["schemas"]["AuthorBody"];
            digest: string;
            message: string;
            /** @description Absent in lists */
            source?: string;
            /** Format: int64 */
            version: number;
        };
        SecretBody: {
            /** @description What you may do with it */
            can: string[];
            /** Format: date-time */
            created_at: string;
            description: string;
            /** @description Keys of engines that it may be given to */
            engines: string[];
            /** @description Hosts that it may be sent to; with no hosts and no engines, any */
            hosts: string[];
            id: string;
            key: string;
            /** @description Absent if you may not list the secrets of the org that shares it */
            org_id?: string;
            /** Format: int64 */
            revision: number;
            /**
             * Format: date-time
             * @description When it got its value
             */
            rotated_at: string;
            /** @description An org above lets it be used here */
            shared: boolean;
            /** Format: date-time */
            updated_at: string;
            updated_by?: components["schemas"]["AuthorBody"];
            /**
             * Format: int64
             * @description Counts its values
             */
            version: number;
        };
        SessionBody: {
            /**
             * Format: date-time
             * @description When a factor was last given; what is sensitive needs it fresh
             */
            auth_at: string;
            /** Format: date-time */
            ends_at: string;
            id: string;
            /** @description The tenant wants a second factor: nothing else is allowed before one is set up */
            must_enrol: boolean;
            subject_id: string;
            tenant_id: string;
        };
        SetChainLimitsInputBody: {
            /**
             * Format: int64
             * @description Runs at work at once; 0: no limit
             * @example 10
             */
            concurrency?: number;
            /**
             * Format: int64
             * @description Runs that may wait beyond; 1000 if left out
             */
            queue?: number;
            /**
             * Format: int64
             * @description Starts in a minute; 0: no limit
             * @example 60
             */
            rate?: number;
        };
        SetChannelInputBody: {
            /**
             * @description Key of the secret that is the address; without it the channel is off
             * @example team-robot
             */
            address?: string;
            /** @description Key of the secret that signs, for a robot of DingTalk or Feishu with a signature, or a webhook */
            sign?: string;
        };
        SetOrgLimitsInputBody: {
            /**
             * Format: int64
             * @description Runs at work at once; 0: no limit
             * @example 10
             */
            concurrency?: number;
            /**
             * Format: int64
             * @description Runs that may wait beyond; 1000 if left out
             */
            queue?: number;
            /**
             * Format: int64
             * @description Starts in a minute; 0: no limit
             * @example 60
             */
            rate?: number;
        };
        SetReleaseRuleInputBody: {
            /**
             * Format: int64
             * @example 14
             */
            rehearsal_days: number;
        };
        SetSwitchApprovalInputBody: {
            /** @description Absent: nobody has to approve */
            approval?: components["schemas"]["AskedPlanBody"];
            /** @description Needed where somebody has to approve it */
            reason?: string;
        };
        SetSwitchInputBody: {
            /** @description Stands in the history */
            reason: string;
            value: unknown;
        };
        SetupInputBody: {
            /** @description The code that the server wrote when it started */
            code: string;
            /** @example owner@example.org */
            email: string;
            /** @example zh-CN */
            locale?: string;
            /** @description The owner's name */
            name: string;
            /** @description 12 to 256 characters */
            password: string;
            tenant: components["schemas"]["TenantStruct"];
        };
        SetupOutputBody: {
            needed: boolean;
        };
        ShareBody: {
            can: string[];
            /** Format: date-time */
            created_at: string;
            created_by: string;
            id: string;
            /** @enum {string} */
            kind: "script" | "secret" | "environment" | "engine" | "template" | "role" | "switch";
            permissions: string[];
            resource_id: string;
            /** @description What is below that org may use it too */
            subtree: boolean;
            to_org_id: string;
            /** @description Absent if you may not view that org */
            to_org_name?: string;
        };
        ShortProblem: {
            code: string;
            detail: string;
        };
        SignInInputBody: {
            /** @example a@example.org */
            email: string;
            password: string;
            /** @description Instead of a code of the second factor */
            recovery_code?: string;
            /** @description Key of the tenant, for members of several */
            tenant?: string;
            /** @description Code of the second factor, if there is one */
            totp?: string;
        };
        SketchTemplateOutputBody: {
            /** @description In the order in which they would be made */
            chains: unknown[];
        };
        StartBody: {
            /** @description What the chain's input schema asks for; {} if left out */
            input?: unknown;
            /** @description What people find the run by */
            title?: string;
            /**
             * Format: int64
             * @description Of the chain; the latest if left out
             */
            version?: number;
        };
        StartedBody: {
            /** @description Empty for a trial of a script or an environment */
            chain_key: string;
            /** @description If it has failed */
            failure?: components["schemas"]["FailureBody"];
            id: string;
            links: components["schemas"]["StartedLinks"];
            /** @description If it has ended; absent without run:data */
            output?: unknown;
            /** @enum {string} */
            state: "queued" | "running" | "waiting" | "paused" | "succeeded" | "failed" | "canceled" | "undoing" | "undone" | "undo_failed";
            title?: string;
            /**
             * Format: int64
             * @description Of the chain; 0: a draft, or no chain
             */
            version: number;
        };
        StartedLinks: {
            /** Format: uri-reference */
            events: string;
            /** Format: uri-reference */
            self: string;
            /** Format: uri-reference */
            steps: string;
            /**
             * Format: uri-reference
             * @description Server-sent events
             */
            stream: string;
        };
        StepBody: {
            /** Format: int64 */
            attempt?: number;
            /**
             * Format: date-time
             * @description When the attempt began
             */
            begun_at?: string;
            /** Format: date-time */
            ended_at?: string;
            failure?: components["schemas"]["FailureBody"];
            /** @description What it waits for: time, callback, child, people or retry */
            for?: string;
            /** @description This run did not do it: the outcome is pinned, mocked or that of an earlier run */
            given?: boolean;
            /** @description The pipeline and the task of the attempt, or all of it under no name */
            halves?: components["schemas"]["HalfBody"][];
            /** @description Absent in lists, and without run:data */
            input?: unknown;
            /** @description If it does the same for every item of a list */
            items?: components["schemas"]["ItemsBody"];
            node: string;
            /**
             * Format: int64
             * @description Its place among all steps that have ended, from 1
             */
            order?: number;
            /** @description Absent in lists, and without run:data */
            output?: unknown;
            scope?: string;
            /** @enum {string} */
            state: "pending" | "ready" | "processing" | "waiting" | "succeeded" | "failed" | "skipped" | "canceled" | "undone";
            /**
             * Format: date-time
             * @description When the wait ends
             */
            until?: string;
        };
        StepUpInputBody: {
            password?: string;
            recovery_code?: string;
            totp?: string;
        };
        StreamEvent: {
            /** Format: date-time */
            at: string;
            body?: unknown;
            kind: string;
            /** Format: int64 */
            seq: number;
        };
        StreamLine: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            n: number;
            stream: string;
            text: string;
        };
        StreamMilestone: {
            /** Format: date-time */
            at: string;
            /** @description Who did it, by id; absent if the server did */
            by?: string;
            by_name?: string;
            code?: string;
            /** @description The person behind a token, by id */
            human?: string;
            kind: string;
            /** @description Why, or what was said */
            note?: string;
            /**
             * Format: int64
             * @description From 1; absent if it is about the whole
             */
            phase?: number;
            /** Format: int64 */
            seq: number;
        };
        SwitchBody: {
            /** @description Who has to approve changes; absent if nobody has to, and of what is shared */
            approval?: components["schemas"]["AskedPlanBody"];
            /** @description What you may do with it */
            can: string[];
            /**
             * Format: date-time
             * @description When it got its value
             */
            changed_at: string;
            /** Format: date-time */
            created_at: string;
            description?: string;
            id: string;
            key: string;
            name: string;
            /** @description The values of an enum */
            options?: string[];
            /** @description Absent if you may not view the switches of the org that shares it */
            org_id?: string;
            /**
             * @description Too few are left who can approve changes; lists do not tell
             * @enum {string}
             */
            problem?: "approval.nobody_can";
            /** @description With 202: what people are asked to approve */
            request?: components["schemas"]["SwitchRequest"];
            /** Format: int64 */
            revision: number;
            /** @description JSON Schema of its values */
            schema?: unknown;
            /** @description An org above lets it be followed here */
            shared: boolean;
            /** @enum {string} */
            type: "boolean" | "enum" | "number" | "json";
            /** Format: date-time */
            updated_at: string;
            updated_by?: components["schemas"]["AuthorBody"];
            value: unknown;
        };
        SwitchChangeBody: {
            /** Format: date-time */
            at: string;
            /** @description Absent if you may not view the switches of the org that shares it */
            by?: components["schemas"]["AuthorBody"];
            /** @description null when it was made */
            from: unknown;
            reason?: string;
            /** @description The request that was approved, if the change needed it */
            request_id?: string;
            /** Format: int64 */
            revision: number;
            /** @description The run whose step did it */
            run_id?: string;
            to: unknown;
        };
        SwitchFollower: {
            /**
             * Format: int64
             * @description Connections
             */
            followers: number;
            /** @description Of a person or service account */
            id: string;
            name: string;
            /** @description On whose behalf */
            org_id: string;
        };
        SwitchFollowersOutputBody: {
            items: components["schemas"]["SwitchFollower"][];
        };
        SwitchRequest: {
            /** @description Where it is decided */
            approval_id: string;
            by?: components["schemas"]["AuthorBody"];
            /** Format: date-time */
            created_at: string;
            /** @description Of exactly this change */
            digest: string;
            from: unknown;
            id: string;
            /** @description Why it ended as it did */
            message?: string;
            reason?: string;
            /**
             * Format: int64
             * @description Of the switch that it was asked against
             */
            revision: number;
            /** @description It is about who approves; the approval's details say how */
            rule: boolean;
            /** @description The run whose step asked */
            run_id?: string;
            /** Format: date-time */
            settled_at?: string;
            /** @enum {string} */
            state: "waiting" | "approved" | "rejected" | "sent_back" | "withdrawn" | "expired" | "canceled" | "overtaken";
            /** @description The same as from if it is about who approves */
            to: unknown;
        };
        SwitchState: {
            /**
             * Format: date-time
             * @description When it got its value
             */
            changed_at: string;
            key: string;
            /** Format: int64 */
            revision: number;
            /** @enum {string} */
            type: "boolean" | "enum" | "number" | "json";
            value: unknown;
        };
        TagChainsInputBody: {
            add?: string[];
            /** @description Their keys */
            chains: string[];
            remove?: string[];
        };
        TakeChainLeaseInputBody: {
            /** @description Even if somebody else edits */
            take_over?: boolean;
        };
        TemplateBody: {
            /** @description What you may do with it */
            can: string[];
            /** @description What is made, in order; none of a release alone */
            chains: components["schemas"]["TemplateChainBody"][];
            /** @description All that it names, for who may change it; absent in lists */
            found?: components["schemas"]["TemplateFoundBody"][];
            /** @description Absent if the program brings it along */
            id?: string;
            key: string;
            /** @description Whose it is; absent if the program brings it along, or if you may not view the templates of the org that shares it */
            org_id?: string;
            /** @description What is to be filled in */
            parameters: components["schemas"]["TemplateParameterBody"][];
            /** @description What can be drawn up, if it is a template of a release */
            release?: components["schemas"]["TemplateReleaseBody"];
            /**
             * Format: int64
             * @description Absent if the program brings it along
             */
            revision?: number;
            /** @description Made along with the chains; that takes script:edit */
            scripts: components["schemas"]["TemplateScriptBody"][];
            /** @description An org above lets it be used here */
            shared: boolean;
            summary: components["schemas"]["NodesWords"];
            /** @description Also a name for what is made */
            title: components["schemas"]["NodesWords"];
            /** Format: date-time */
            updated_at?: string;
            updated_by?: components["schemas"]["AuthorBody"];
            /** @description A webhook that starts the first chain is made too; that takes trigger:write and run:start */
            webhook: boolean;
        };
        TemplateChainBody: {
            /** @description What the picture shows */
            graph: components["schemas"]["TemplateGraphBody"];
            /** @description What is put behind the chosen key, with a dash between; empty for one that is alone */
            key: string;
            name: components["schemas"]["NodesWords"];
        };
        TemplateChoiceBody: {
            /** @description It is kept and not asked for */
            fixed?: boolean;
            /**
             * @description What was found is called so
             * @example python-3-11
             */
            found: string;
            /**
             * @description It is to be called so
             * @example python
             */
            key?: string;
            /**
             * @description What is asked for
             * @example Python 3
             */
            needs?: string;
        };
        TemplateEdgeBody: {
            failure?: boolean;
            from: string;
            to: string;
        };
        TemplateFoundBody: {
            /** @description It is kept and not asked for */
            fixed: boolean;
            /** @description What the parameter is called */
            key: string;
            /** @enum {string} */
            kind: "engine" | "environment" | "secret" | "switch" | "chain" | "people" | "text";
            /** @description What is asked for */
            needs?: string;
            /** @description Who stands there */
            people?: components["schemas"]["AskedByBody"];
            /** @description Where it stands in the chain or in the plan */
            places: string[];
            /** @description What stands there: a key, or a text */
            value?: string;
        };
        TemplateFromBody: {
            /**
             * @description Key of a chain
             * @example release
             */
            chain?: string;
            /** @description Id of a release, instead of a chain */
            release?: string;
            /**
             * Format: int64
             * @description A version of the chain; its draft if absent
             */
            version?: number;
        };
        TemplateGraphBody: {
            edges: components["schemas"]["TemplateEdgeBody"][];
            nodes: components["schemas"]["TemplateNodeBody"][];
        };
        TemplateNodeBody: {
            id: string;
            kind: string;
            name: components["schemas"]["NodesWords"];
            /** Format: double */
            x: number;
            /** Format: double */
            y: number;
        };
        TemplateParameterBody: {
            /** @description What is meant without a choice; of people it is a role */
            default: string;
            /** @description What the template calls it */
            key: string;
            /**
             * @description What it is filled in with: a key of such a thing, people, or a text
             * @enum {string}
             */
            kind: "engine" | "environment" | "secret" | "switch" | "chain" | "people" | "text";
            /** @description What is asked for */
            needs: components["schemas"]["NodesWords"];
        };
        TemplateReleaseBody: {
            /** @description What is to be filled in for each release */
            parameters: components["schemas"]["TemplateParameterBody"][];
            /** @description Their names, in order */
            phases: components["schemas"]["NodesWords"][];
        };
        TemplateScriptBody: {
            key: string;
            language: string;
            name: components["schemas"]["NodesWords"];
        };
        TenantNameBody: {
            key: string;
            name: string;
        };
        TenantSettingsBody: {
            /**
             * Format: int64
             * @description Shortens the idle time of sessions; 0 leaves the server's
             */
            idle_minutes: number;
            /** Format: int64 */
            revision: number;
            /** @description Who holds one of these roles anywhere needs a second factor */
            second_factor_roles: string[];
            /**
             * Format: int64
             * @description Shortens sessions; 0 leaves the server's
             */
            session_hours: number;
        };
        TenantSettingsInputBody: {
            /**
             * Format: int64
             * @description Shortens the idle time of sessions; 0 leaves the server's
             */
            idle_minutes: number;
            /** @description Who holds one of these roles anywhere needs a second factor */
            second_factor_roles: string[];
            /**
             * Format: int64
             * @description Shortens sessions; 0 leaves the server's
             */
            session_hours: number;
        };
        TenantStruct: {
            /**
             * @description Made of the name if it is left out
             * @example acme
             */
            key?: string;
            /** @example Acme */
            name: string;
        };
        TodoBody: {
            /** Format: date-time */
            created_at: string;
            /** @description Of what is to be decided, for decisions on many at once */
            digest?: string;
            /** Format: date-time */
            done_at?: string;
            done_by?: string;
            /** Format: date-time */
            due_at?: string;
            /** @description For whom it waits, if you stand in for somebody */
            for?: string;
            id: string;
            link?: string;
            org_id: string;
            org_name?: string;
            /** @description What who did it said */
            reason?: string;
            /**
             * @description approval, form, run, release; x: and its key for another system
             * @example approval
             */
            source: string;
            source_id: string;
            /** @enum {string} */
            state: "waiting" | "done" | "gone";
            title: string;
        };
        TokenBody: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ends_at: string;
            /** @description Who made it */
            human_id: string;
            id: string;
            name: string;
            /** @description The subtree that the token is bound to */
            org_id: string;
            permissions: string[];
            /**
             * Format: date-time
             * @description Hour of the last use
             */
            used_at?: string;
            /** @description Address of the last use */
            used_from?: string;
        };
        TopBody: {
            can: string[];
            id: string;
            key: string;
            name: string;
        };
        TrialBody: {
            /** @description What the draft's input schema asks for; {} if left out */
            input?: unknown;
            /** @description Nodes with effects outside are left out: they give null, or what is pinned */
            mock?: boolean;
            /** @description This node runs alone */
            only?: string;
            /** @description Outputs that nodes have without being carried out, by node */
            pins?: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @description Of the draft; the present one if left out
             */
            revision?: number;
            title?: string;
            /** @description The run ends behind this node */
            up_to?: string;
        };
        TriggerBody: {
            /** @description Where a webhook is called */
            address?: string;
            /** @description What you may do with it */
            can: string[];
            /** @description Key of the chain of this org that runs */
            chain: string;
            /** Format: date-time */
            created_at: string;
            enabled: boolean;
            id: string;
            key: string;
            /** @description Keys that calls are signed with, without themselves; not in lists */
            keys?: components["schemas"]["TriggerKeyBody"][];
            /** @enum {string} */
            kind: "webhook" | "schedule";
            /** @description The newest firing; not in lists */
            last?: components["schemas"]["FiringBody"];
            limits: components["schemas"]["TriggerLimitsBody"];
            name: string;
            /**
             * Format: date-time
             * @description When a schedule fires next
             */
            next_at?: string;
            org_id: string;
            /** Format: int64 */
            revision: number;
            schedule?: components["schemas"]["ScheduleBody"];
            /** Format: date-time */
            updated_at: string;
            /** @description With whose rights its runs are started */
            updated_by?: components["schemas"]["AuthorBody"];
            webhook?: components["schemas"]["WebhookBody"];
        };
        TriggerKeyBody: {
            /** Format: date-time */
            created_at: string;
            id: string;
        };
        TriggerLimitsBody: {
            /**
             * Format: int64
             * @description How many runs are at work at once; 0 for any number
             */
            concurrency?: number;
            /**
             * @description At a limit runs wait, or callers get 429
             * @default wait
             * @enum {string}
             */
            queue: "wait" | "refuse";
            /** @description How many runs start in a time */
            rate?: components["schemas"]["TriggerRateBody"];
        };
        TriggerRateBody: {
            /**
             * Format: int64
             * @example 10
             */
            count: number;
            /**
             * @description From 1s to 31d
             * @example 1m
             */
            per: string;
        };
        TriggerTimesOutputBody: {
            /** @description In the schedule's time zone */
            times: string[];
        };
        TriggerTrialBody: {
            /** @description What a call would bring; {} if left out. A schedule has its own input */
            body?: unknown;
        };
        TryGlueInputBody: {
            /** @description What they see; what is left out is {} */
            sample?: components["schemas"]["GlueSample"];
            sources: components["schemas"]["GlueTrialBody"][];
        };
        TryGlueOutputBody: {
            /** @description In the order of the sources */
            results: components["schemas"]["GlueTriedBody"][];
        };
        UploadBody: {
            complete: boolean;
            /** Format: date-time */
            created_at: string;
            /** @description That of the whole file: what was said at the beginning, or what it has */
            digest?: string;
            id: string;
            /**
             * Format: int64
             * @description Bytes that are there; the next part begins here
             */
            offset: number;
            /**
             * Format: int64
             * @description Bytes that the file is to have
             */
            size: number;
            /**
             * Format: date-time
             * @description A day later the file is gone, unless an environment waits for it
             */
            updated_at: string;
        };
        UseBody: {
            /** @description The chain's */
            key: string;
            name: string;
            org_id: string;
            /**
             * Format: int64
             * @description The version of the thing that it uses
             */
            pinned?: number;
            /**
             * Format: int64
             * @description The chain's latest
             */
            version: number;
        };
        UseTemplateInputBody: {
            /**
             * @description The chain's; what the keys of several begin with. It is needed unless the template is of a release alone
             * @example hello
             */
            key?: string;
            /**
             * @description That of the names in what is made; en if absent
             * @enum {string}
             */
            language?: "en" | "zh";
            /**
             * @description What is made is called so
             * @example Hello
             */
            name: string;
            /** @description Who is meant, by parameter */
            people?: {
                [key: string]: components["schemas"]["AskedByBody"];
            };
            /** @description Publish the chains too, in turn; that takes chain:publish */
            publish?: boolean;
            /** @description Keys of things and texts, by parameter. One that is left out has its default, and the draft says what is missing */
            values?: {
                [key: string]: string;
            };
        };
        UseTemplateOutputBody: {
            /** @description In the order in which they were made */
            chains: components["schemas"]["MadeChainBody"][];
            /** @description What starts the first one. Calls have to be signed: add a key to it */
            trigger?: components["schemas"]["TriggerBody"];
        };
        VerifyAuditOutputBody: {
            /**
             * Format: int64
             * @description The rows after this one were looked at
             */
            from: number;
            /** @description The newest signed end; absent if there is none yet */
            head?: components["schemas"]["AuditHeadBody"];
            ok: boolean;
            /** @description The first thing that is wrong */
            problem?: components["schemas"]["AuditProblem"];
            /** @description Ed25519, in base64; the head is signed with it */
            public_key?: string;
            /**
             * Format: int64
             * @description The last row that is right
             */
            to: number;
            /**
             * Format: int64
             * @description Rows that wait for their place in the chain
             */
            unsealed: number;
        };
        VerifyEmailInputBody: {
            /** @description What stands behind the # of the link */
            link: string;
        };
        WebhookBody: {
            /**
             * @description Events of GitHub or GitLab that fire; without any all do
             * @example [
             *       "push"
             *     ]
             */
            events?: string[];
            /**
             * @description Networks that may call; needed with the scheme none
             * @example [
             *       "192.0.2.0/24"
             *     ]
             */
            from?: string[];
            /**
             * @description Field of the run's input that gets the body; without it the body is the input
             * @example payload
             */
            input_key?: string;
            /**
             * @description How callers prove who they are
             * @default catenary
             * @enum {string}
             */
            scheme: "catenary" | "github" | "gitlab" | "stripe" | "none";
        };
        WithdrawApprovalInputBody: {
            reason?: string;
        };
        WithdrawReleaseInputBody: {
            /**
             * @description Why, 1 to 2000 characters
             * @example The numbers are wrong
             */
            reason: string;
        };
        WriteNewsInputBody: {
            /**
             * Format: date-time
             * @description Nobody reads them from then on
             */
            ends_at?: string;
            /**
             * Format: date-time
             * @description Nobody reads them before
             */
            starts_at?: string;
            /** @description Markdown */
            text?: string;
            /**
             * @description 1 to 120 characters
             * @example Freeze 1–7 October
             */
            title: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getDocs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    callBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What makes the address known to nobody else
                 * @example
                 */
                secret: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The step has the answer */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getChainSchema: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; the answer is 304 if it still holds */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listEngineAdapters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdaptersOutputBody"];
                };
            };
        };
    };
    callHook: {
        parameters: {
            query?: never;
            header?: {
                /** @description t=<Unix time>,v1=<HMAC-SHA256 in hex> over v1, t, the trigger's id, the method and the SHA-256 of the body in hex, with a line feed between each two */
                "Catenary-Signature"?: string;
                /** @description As Stripe signs */
                "Stripe-Signature"?: string;
                /** @description GitHub's name of what happened */
                "X-GitHub-Event"?: string;
                /** @description GitLab's name of what happened */
                "X-Gitlab-Event"?: string;
                /** @description The key, as GitLab sends it */
                "X-Gitlab-Token"?: string;
                /** @description As GitHub signs */
                "X-Hub-Signature-256"?: string;
            };
            path: {
                /**
                 * @description The trigger's id
                 * @example 01JD0000000000000000000000
                 */
                trigger_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A run was started, or will be */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FiringBody"];
                };
            };
            /** @description The trigger is not about this event */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                "__Host-catenary"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitationInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinedOutputBody"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeBody"];
                };
            };
        };
    };
    editMe: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditMeInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeBody"];
                };
            };
        };
    };
    decideMany: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideManyInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecideManyOutputBody"];
                };
            };
        };
    };
    listDelegations: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyDelegationBody"];
                };
            };
        };
    };
    createDelegation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDelegationInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DelegationBody"];
                };
            };
        };
    };
    endDelegation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                delegation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listTodos: {
        parameters: {
            query?: {
                /** @description What waits for you, what you did, what you asked for, what waits for those for whom you stand in */
                box?: "waiting" | "done" | "mine" | "delegated";
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Of one source only */
                source?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyTodoBody"];
                };
            };
        };
    };
    completeTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                todo_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteTodoInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodoBody"];
                };
            };
        };
    };
    dismissTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                todo_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    countTodos: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountTodosOutputBody"];
                };
            };
        };
    };
    streamTodoCounts: {
        parameters: {
            query?: {
                /** @description The same, for the first request */
                after?: string;
            };
            header?: {
                /** @description Id of the last event that you have; browsers send it by themselves */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    listMyNews: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyNewsBody"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
        };
    };
    listMyQuickLinks: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyQuickLinkBody"];
                };
            };
        };
    };
    replaceRecoveryCodes: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesBody"];
                };
            };
        };
    };
    listMySessions: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyListedSessionBody"];
                };
            };
        };
    };
    endMySession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listStars: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyChainBody"];
                };
            };
        };
    };
    starChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                chain_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    unstarChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                chain_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listMyTokens: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyTokenBody"];
                };
            };
        };
    };
    createMyToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTokenInput"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeTokenOutputBody"];
                };
            };
        };
    };
    revokeMyToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    enrolTOTP: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrolmentOutputBody"];
                };
            };
        };
    };
    disableTOTP: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
        };
    };
    confirmTOTP: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmTOTPInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodesBody"];
                };
            };
        };
    };
    requestVerification: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listNodeKinds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; the answer is 304 if it still holds */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyKindBody"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getNodeKind: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; the answer is 304 if it still holds */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Name of the kind */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KindBody"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getOpenAPI: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getOpenAPIYAML: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listOrgs: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description The children of this org */
                parent?: string;
                /** @description Only the org at the end of this way of keys from the tenant's root */
                path?: string;
                /** @description All orgs with this in their name or key */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyOrgBody"];
                };
            };
        };
    };
    createOrg: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOrgInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgBody"];
                };
            };
        };
    };
    getOrg: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgBody"];
                };
            };
        };
    };
    deleteOrg: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
                /** @description All that is in it and below it goes too; without this only an empty org is deleted */
                subtree?: boolean;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    editOrg: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditOrgInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgBody"];
                };
            };
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key; of members: in their name or address */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyAccountBody"];
                };
            };
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountWordsBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountBody"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountBody"];
                };
            };
        };
    };
    deleteAccount: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    renameAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                account_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountWordsBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountBody"];
                };
            };
        };
    };
    disableAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    enableAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listAccountTokens: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                account_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyTokenBody"];
                };
            };
        };
    };
    createAccountToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTokenInput"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeTokenOutputBody"];
                };
            };
        };
    };
    revokeAccountToken: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                account_id: string;
                /** @description The org's id */
                org_id: string;
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description One state; all of them if left out */
                state?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyApprovalSummaryBody"];
                };
            };
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The approval's id */
                approval_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalBody"];
                };
            };
        };
    };
    listApprovalActs: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The approval's id */
                approval_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyApprovalActBody"];
                };
            };
        };
    };
    addApprover: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The approval's id */
                approval_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PassApprovalInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalBody"];
                };
            };
        };
    };
    commentApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The approval's id */
                approval_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentApprovalInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalBody"];
                };
            };
        };
    };
    copyApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The approval's id */
                approval_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyApprovalInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalBody"];
                };
            };
        };
    };
    decideApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The approval's id */
                approval_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionIn"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalBody"];
                };
            };
        };
    };
    remindApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The approval's id */
                approval_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalBody"];
                };
            };
        };
    };
    transferApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The approval's id */
                approval_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PassApprovalInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalBody"];
                };
            };
        };
    };
    withdrawApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The approval's id */
                approval_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawApprovalInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalBody"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Such as org:moved */
                action?: string;
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Not before this time */
                from?: string;
                /** @description Of the thing that was acted on */
                kind?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Id of the thing that was acted on */
                resource?: string;
                result?: "allowed" | "refused";
                /** @description Before this time */
                to?: string;
                /** @description Id of who acted, or of the human behind it */
                who?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyAuditBody"];
                };
            };
        };
    };
    exportAudit: {
        parameters: {
            query?: {
                /** @description Such as org:moved */
                action?: string;
                /** @description Not before this time */
                from?: string;
                /** @description Of the thing that was acted on */
                kind?: string;
                /** @description Id of the thing that was acted on */
                resource?: string;
                result?: "allowed" | "refused";
                /** @description Before this time */
                to?: string;
                /** @description Id of who acted, or of the human behind it */
                who?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyAuditOutputBody"];
                };
            };
        };
    };
    listCalendars: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyCalendarBody"];
                };
            };
        };
    };
    createCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCalendarInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarBody"];
                };
            };
        };
    };
    getCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The calendar's key: small letters, digits and inner hyphens */
                calendar_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarBody"];
                };
            };
        };
    };
    replaceCalendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The calendar's key: small letters, digits and inner hyphens */
                calendar_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceCalendarInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarBody"];
                };
            };
        };
    };
    deleteCalendar: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The calendar's key: small letters, digits and inner hyphens */
                calendar_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listChainTags: {
        parameters: {
            query?: {
                /** @description With the orgs below */
                deep?: boolean;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListChainTagsOutputBody"];
                };
            };
        };
    };
    tagChains: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagChainsInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    validateChainDocument: {
        parameters: {
            query?: {
                /** @description A draft may be unfinished; what is published may not */
                for?: "save" | "publish";
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckOutputBody"];
                };
            };
        };
    };
    listChains: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description With the orgs below */
                deep?: boolean;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key */
                q?: string;
                /** @description Those with this tag */
                tag?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyChainBody"];
                };
            };
        };
    };
    createChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedChainOutputBody"];
                };
            };
        };
    };
    getChain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainBody"];
                };
            };
        };
    };
    deleteChain: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    compareChain: {
        parameters: {
            query: {
                /** @description Number of a version, or draft */
                from: string;
                /** @description Number of a version, or draft */
                to: string;
            };
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompareChainOutputBody"];
                };
            };
        };
    };
    getChainDraft: {
        parameters: {
            query?: {
                /** @description An older revision, such as the base of a merge; by default the present one */
                revision?: number;
            };
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Content-Type"?: string;
                    ETag?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/yaml": string;
                };
            };
        };
    };
    saveChainDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
                /** @description Id of your edit lease, if you took one */
                Lease?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedChainOutputBody"];
                };
            };
        };
    };
    getChainHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldBody"];
                };
            };
        };
    };
    holdChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldChainInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldBody"];
                };
            };
        };
    };
    releaseChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseChainInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldBody"];
                };
            };
        };
    };
    renewChainLease: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description Id of your edit lease */
                Lease: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainLeaseBody"];
                };
            };
        };
    };
    takeChainLease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeChainLeaseInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainLeaseBody"];
                };
            };
        };
    };
    releaseChainLease: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description Id of your edit lease */
                Lease: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    answerChainLease: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description Id of your edit lease */
                Lease: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerChainLeaseInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    askChainLease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainBody"];
                };
            };
        };
    };
    getChainLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunLimitsBody"];
                };
            };
        };
    };
    setChainLimits: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetChainLimitsInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunLimitsBody"];
                };
            };
        };
    };
    listPublications: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyPublicationBody"];
                };
            };
        };
    };
    startPublication: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishChainInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicationBody"];
                };
            };
        };
    };
    getPublication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
                publication_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicationBody"];
                };
            };
        };
    };
    streamPublication: {
        parameters: {
            query?: {
                /** @description The same, for the first request */
                after?: string;
            };
            header?: {
                /** @description Id of the last event that you have; browsers send it by themselves */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
                publication_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description It has ended, and you have that */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /**
                 * @description wait=N waits up to N seconds, 60 at most, for the end of the run (RFC 7240)
                 * @example wait=30
                 */
                Prefer?: string;
            };
            path: {
                /**
                 * @description The chain's key
                 * @example stock-release
                 */
                chain_key: string;
                /**
                 * @description The org's id
                 * @example 01JD0000000000000000000000
                 */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has ended, whether it succeeded or failed */
            200: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
            /** @description The run is on disk and goes on */
            202: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
        };
    };
    listChainSaves: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Only those with a label */
                labelled?: boolean;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyChainSaveBody"];
                };
            };
        };
    };
    getChainSave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
                revision: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainSaveBody"];
                };
            };
        };
    };
    labelChainSave: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
                revision: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LabelChainSaveInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainSaveBody"];
                };
            };
        };
    };
    restoreChainSave: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
                /** @description Id of your edit lease, if you took one */
                Lease?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
                revision: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedChainOutputBody"];
                };
            };
        };
    };
    tryChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /**
                 * @description wait=N waits up to N seconds, 60 at most, for the end of the run (RFC 7240)
                 * @example wait=30
                 */
                Prefer?: string;
            };
            path: {
                /**
                 * @description The chain's key
                 * @example stock-release
                 */
                chain_key: string;
                /**
                 * @description The org's id
                 * @example 01JD0000000000000000000000
                 */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has ended, whether it succeeded or failed */
            200: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
            /** @description The run is on disk and goes on */
            202: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
        };
    };
    listChainUses: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyUseBody"];
                };
            };
        };
    };
    validateChain: {
        parameters: {
            query?: {
                /** @description A draft may be unfinished; what is published may not */
                for?: "save" | "publish";
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
                "application/yaml": string;
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckOutputBody"];
                };
            };
        };
    };
    listChainVersions: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyChainVersionBody"];
                };
            };
        };
    };
    publishChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishChainInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainVersionBody"];
                };
            };
        };
    };
    getChainVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainVersionBody"];
                };
            };
        };
    };
    getChainVersionDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The chain's key */
                chain_key: string;
                /** @description The org's id */
                org_id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Content-Type"?: string;
                    ETag?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/yaml": string;
                };
            };
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListChannelsOutputBody"];
                };
            };
        };
    };
    setChannel: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description wecom, dingtalk, feishu or webhook */
                channel_kind: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetChannelInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelBody"];
                };
            };
        };
    };
    tryChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description wecom, dingtalk, feishu or webhook */
                channel_kind: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    previewOrgDelete: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgHoldingsOutputBody"];
                };
            };
        };
    };
    listDeletedOrgs: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyDeletedOrgBody"];
                };
            };
        };
    };
    listDeletedChains: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyDeletedChainBody"];
                };
            };
        };
    };
    restoreChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                chain_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainBody"];
                };
            };
        };
    };
    listDeletedScripts: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyDeletedScriptBody"];
                };
            };
        };
    };
    restoreScript: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                script_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptBody"];
                };
            };
        };
    };
    listEngines: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key; of members: in their name or address */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyEngineBody"];
                };
            };
        };
    };
    createEngine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEngineInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineBody"];
                };
            };
        };
    };
    getEngine: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The engine's key */
                engine_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineBody"];
                };
            };
        };
    };
    replaceEngine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The engine's key */
                engine_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EngineFields"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineBody"];
                };
            };
        };
    };
    deleteEngine: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The engine's key */
                engine_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listEnginePositions: {
        parameters: {
            query?: {
                /** @description Ask the engine again; without this its answer is kept for a minute */
                fresh?: boolean;
            };
            header?: never;
            path: {
                /** @description The engine's key */
                engine_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositionsOutputBody"];
                };
            };
        };
    };
    testEngine: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The engine's key */
                engine_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EngineTestOutputBody"];
                };
            };
        };
    };
    listEnvironments: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description With the orgs below */
                deep?: boolean;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyEnvironmentBody"];
                };
            };
        };
    };
    createEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEnvironmentInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentBody"];
                };
            };
        };
    };
    getEnvironment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The environment's key */
                environment_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentBody"];
                };
            };
        };
    };
    deleteEnvironment: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The environment's key */
                environment_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    editEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The environment's key */
                environment_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditEnvironmentInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentBody"];
                };
            };
        };
    };
    getEnvironmentImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The environment's key */
                environment_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentImageBody"];
                };
            };
        };
    };
    askEnvironmentImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The environment's key */
                environment_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AskEnvironmentImageInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentImageBody"];
                };
            };
        };
    };
    streamEnvironmentImage: {
        parameters: {
            query?: {
                /** @description The same, for the first request */
                after?: string;
            };
            header?: {
                /** @description Id of the last event that you have; browsers send it by themselves */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The environment's key */
                environment_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description It has ended, and you have that */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tryEnvironment: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /**
                 * @description wait=N waits up to N seconds, 60 at most, for the end of the run (RFC 7240)
                 * @example wait=30
                 */
                Prefer?: string;
            };
            path: {
                /**
                 * @description The environment's key
                 * @example python-3.11
                 */
                environment_key: string;
                /**
                 * @description The org's id
                 * @example 01JD0000000000000000000000
                 */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvironmentTrialBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has ended, whether it succeeded or failed */
            200: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
            /** @description The run is on disk and goes on */
            202: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
        };
    };
    listEnvironmentUses: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The environment's key */
                environment_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyUseBody"];
                };
            };
        };
    };
    explainAccess: {
        parameters: {
            query: {
                permission: string;
                /** @description Member, service account or group */
                subject: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainBody"];
                };
            };
        };
    };
    getForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The form's id */
                form_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormBody"];
                };
            };
        };
    };
    fillForm: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The form's id */
                form_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FillFormInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormBody"];
                };
            };
        };
    };
    saveFormDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The form's id */
                form_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FillFormInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormBody"];
                };
            };
        };
    };
    addFormFile: {
        parameters: {
            query: {
                /** @description Where it stands, as a JSON pointer into what is filled in */
                field: string;
                /** @description The file's name */
                name: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The form's id */
                form_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FormFileBody"];
                };
            };
        };
    };
    removeFormFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The file's id */
                file_id: string;
                /** @description The form's id */
                form_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tryGlue: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TryGlueInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TryGlueOutputBody"];
                };
            };
        };
    };
    previewGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGrantInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForeseenBody"];
                };
            };
        };
    };
    listGrants: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Those of the orgs above too, as far as you may view members there */
                inherited?: boolean;
                /** @description Rows a page */
                limit?: number;
                /** @description Only this one's */
                subject?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyGrantBody"];
                };
            };
        };
    };
    createGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGrantInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantBody"];
                };
            };
        };
    };
    getGrant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                grant_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantBody"];
                };
            };
        };
    };
    withdrawGrant: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                grant_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    endGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                grant_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndGrantInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantBody"];
                };
            };
        };
    };
    previewWithdrawal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                grant_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForeseenBody"];
                };
            };
        };
    };
    listGroups: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key; of members: in their name or address */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyGroupBody"];
                };
            };
        };
    };
    createGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateGroupInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupBody"];
                };
            };
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupBody"];
                };
            };
        };
    };
    deleteGroup: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                group_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    editGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                group_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditGroupInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupBody"];
                };
            };
        };
    };
    listGroupMembers: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                group_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyGroupMemberBody"];
                };
            };
        };
    };
    joinGroup: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                group_id: string;
                /** @description The org's id */
                org_id: string;
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    leaveGroup: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                group_id: string;
                /** @description The org's id */
                org_id: string;
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listHolds: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyListedHoldBody"];
                };
            };
        };
    };
    showLacking: {
        parameters: {
            query: {
                permission: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LackingBody"];
                };
            };
        };
    };
    getOrgLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunLimitsBody"];
                };
            };
        };
    };
    setOrgLimits: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetOrgLimitsInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunLimitsBody"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key; of members: in their name or address */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyMemberBody"];
                };
            };
        };
    };
    inviteMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteMemberInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationOutputBody"];
                };
            };
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberBody"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                member_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    renameMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                member_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameMemberInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberBody"];
                };
            };
        };
    };
    disableMember: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                member_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    enableMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                member_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    inviteMemberAgain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                member_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationOutputBody"];
                };
            };
        };
    };
    listMemberPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberPermissionsOutputBody"];
                };
            };
        };
    };
    endMemberSessions: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                member_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    moveOrg: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveOrgInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgBody"];
                };
            };
        };
    };
    previewOrgMove: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveOrgInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewBody"];
                };
            };
        };
    };
    listNews: {
        parameters: {
            query?: {
                /** @description Those of the org alone, also if they have ended or not begun; this takes org:edit */
                all?: boolean;
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyNewsBody"];
                };
            };
        };
    };
    writeNews: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteNewsInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewsBody"];
                };
            };
        };
    };
    getNews: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                news_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewsBody"];
                };
            };
        };
    };
    changeNews: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                news_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeNewsInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewsBody"];
                };
            };
        };
    };
    deleteNews: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                news_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listWaitingPipelines: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyPipelineExecutionBody"];
                };
            };
        };
    };
    decidePipelineStep: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The execution's id */
                execution_key: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecidePipelineStepInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineExecutionBody"];
                };
            };
        };
    };
    listQuickLinks: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyQuickLinkBody"];
                };
            };
        };
    };
    pinChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                chain_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuickLinkBody"];
                };
            };
        };
    };
    unpinChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                chain_id: string;
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryBody"];
                };
            };
        };
    };
    replaceRegistry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistryInput"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryBody"];
                };
            };
        };
    };
    createRegistry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistryInput"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistryBody"];
                };
            };
        };
    };
    deleteRegistry: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getReleaseRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseRuleOutputBody"];
                };
            };
        };
    };
    setReleaseRule: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetReleaseRuleInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseRuleOutputBody"];
                };
            };
        };
    };
    listReleases: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description A part of the name */
                q?: string;
                /** @description States with commas between them */
                state?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyReleaseBody"];
                };
            };
        };
    };
    createRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateReleaseInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseBody"];
                };
            };
        };
    };
    getRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseBody"];
                };
            };
        };
    };
    replaceRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceReleaseInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseBody"];
                };
            };
        };
    };
    deleteRelease: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listReleaseComments: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyCommentBody"];
                };
            };
        };
    };
    commentRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentReleaseInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentBody"];
                };
            };
        };
    };
    executeRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseBody"];
                };
            };
        };
    };
    listReleaseMilestones: {
        parameters: {
            query?: {
                /** @description Number of the last one that you have */
                after?: number;
                /** @description Milestones at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListMilestonesOutputBody"];
                };
            };
        };
    };
    streamReleaseMilestones: {
        parameters: {
            query?: {
                /** @description The same, for the first request */
                after?: string;
            };
            header?: {
                /** @description Id of the last event that you have; browsers send it by themselves */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    rollBackPhase: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description From 1 */
                phase: number;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RollBackPhaseInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseBody"];
                };
            };
        };
    };
    listRehearsals: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyRehearsalBody"];
                };
            };
        };
    };
    rehearseRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RehearsalBody"];
                };
            };
        };
    };
    getRehearsal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                rehearsal_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RehearsalBody"];
                };
            };
        };
    };
    getReleaseReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseReviewOutputBody"];
                };
            };
        };
    };
    submitRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseBody"];
                };
            };
        };
    };
    withdrawRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The release's id */
                release_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawReleaseInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseBody"];
                };
            };
        };
    };
    restoreOrg: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RestoreOrgInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgBody"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key; of members: in their name or address */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyRoleBody"];
                };
            };
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRoleInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleBody"];
                };
            };
        };
    };
    getRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The role's id; of a system role a word */
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleBody"];
                };
            };
        };
    };
    deleteRole: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The role's id; of a system role a word */
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    editRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The role's id; of a system role a word */
                role_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditRoleInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleBody"];
                };
            };
        };
    };
    previewRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The role's id; of a system role a word */
                role_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewRoleInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ForeseenBody"];
                };
            };
        };
    };
    getRunLoad: {
        parameters: {
            query?: {
                range?: "hour" | "day";
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunLoadBody"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description Key of a chain */
                chain?: string;
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Not started before this time */
                from?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Id of the run that waits for them: they are found in all orgs in which you may view runs */
                parent?: string;
                /** @description Words of the title, or how they begin */
                q?: string;
                /** @description Who started them: me, or the id of a member or service account. Runs of a trigger are started as who wrote it last */
                started_by?: string;
                /** @description States with commas between them */
                state?: string;
                /** @description true: test runs only; false: all others */
                test?: "true" | "false";
                /** @description Started before this time */
                to?: string;
                /** @description What started it */
                trigger?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyRunBody"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunBody"];
                };
            };
        };
    };
    listArtefacts: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyArtefactBody"];
                };
            };
        };
    };
    getArtefact: {
        parameters: {
            query: {
                attempt?: number;
                /** @description The file's name */
                name: string;
                /** @description The node's id */
                node: string;
                /** @description Path of an item's graph or of an undo; the run itself if left out */
                scope?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunBody"];
                };
            };
        };
    };
    getRunDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Content-Type"?: string;
                    ETag?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/yaml": string;
                };
            };
        };
    };
    listRunEvents: {
        parameters: {
            query?: {
                /** @description Number of the last event that you have */
                after?: number;
                /** @description Events at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListRunEventsOutputBody"];
                };
            };
        };
    };
    streamRunEvents: {
        parameters: {
            query?: {
                /** @description The same, for the first request */
                after?: string;
            };
            header?: {
                /** @description Id of the last event that you have; browsers send it by themselves */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The run is over */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getLog: {
        parameters: {
            query: {
                /** @description The last one if left out */
                attempt?: number;
                /** @description Number of the first line, from 0 */
                from?: number;
                /** @description Which half of a node that has both; else leave it out */
                half?: "pipeline" | "task";
                /** @description Lines at most */
                limit?: number;
                /** @description The node's id */
                node: string;
                /** @description Path of an item's graph or of an undo; the run itself if left out */
                scope?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogOutputBody"];
                };
            };
        };
    };
    streamLog: {
        parameters: {
            query: {
                /** @description The same, for the first request */
                after?: string;
                /** @description The last one if left out */
                attempt?: number;
                /** @description Which half of a node that has both; else leave it out */
                half?: "pipeline" | "task";
                /** @description The node's id */
                node: string;
                /** @description Path of an item's graph or of an undo; the run itself if left out */
                scope?: string;
            };
            header?: {
                /** @description Id of the last event that you have; browsers send it by themselves */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    pauseRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunBody"];
                };
            };
        };
    };
    rerun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /**
                 * @description wait=N waits up to N seconds, 60 at most, for the end of the run (RFC 7240)
                 * @example wait=30
                 */
                Prefer?: string;
            };
            path: {
                /**
                 * @description The org's id
                 * @example 01JD0000000000000000000000
                 */
                org_id: string;
                /**
                 * @description The run's id
                 * @example 01JD0000000000000000000000
                 */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RerunBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has ended, whether it succeeded or failed */
            200: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
            /** @description The run is on disk and goes on */
            202: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
        };
    };
    resumeRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunBody"];
                };
            };
        };
    };
    listSteps: {
        parameters: {
            query?: {
                /** @description Path of an item's graph or of an undo; the run itself if left out */
                scope?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyStepBody"];
                };
            };
        };
    };
    getStep: {
        parameters: {
            query?: {
                /** @description Path of an item's graph or of an undo; the run itself if left out */
                scope?: string;
            };
            header?: never;
            path: {
                /** @description The node's id */
                node: string;
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepBody"];
                };
            };
        };
    };
    undoRun: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The run's id */
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunBody"];
                };
            };
        };
    };
    streamRuns: {
        parameters: {
            query?: {
                /** @description The same, for the first request */
                after?: string;
            };
            header?: {
                /** @description Id of the last event that you have; browsers send it by themselves */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    previewScheduleTimes: {
        parameters: {
            query: {
                /** @description Key of a calendar of this org or the nearest above: only on its working days */
                calendar?: string;
                /** @description Minute, hour, day, month, weekday; or a word such as @daily */
                cron: string;
                /** @description IANA name */
                time_zone?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerTimesOutputBody"];
                };
            };
        };
    };
    listScripts: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description With the orgs below */
                deep?: boolean;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyScriptBody"];
                };
            };
        };
    };
    createScript: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateScriptInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptBody"];
                };
            };
        };
    };
    getScript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The script's key */
                script_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptBody"];
                };
            };
        };
    };
    deleteScript: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The script's key */
                script_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    renameScript: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The script's key */
                script_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameScriptInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptBody"];
                };
            };
        };
    };
    compareScript: {
        parameters: {
            query: {
                /** @description Number of the older version */
                from: number;
                /** @description Number of the newer version */
                to: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The script's key */
                script_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptDiffBody"];
                };
            };
        };
    };
    tryScript: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /**
                 * @description wait=N waits up to N seconds, 60 at most, for the end of the run (RFC 7240)
                 * @example wait=30
                 */
                Prefer?: string;
            };
            path: {
                /**
                 * @description The org's id
                 * @example 01JD0000000000000000000000
                 */
                org_id: string;
                /**
                 * @description The script's key
                 * @example check-stock
                 */
                script_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScriptTrialBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has ended, whether it succeeded or failed */
            200: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
            /** @description The run is on disk and goes on */
            202: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
        };
    };
    listScriptUses: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The script's key */
                script_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyUseBody"];
                };
            };
        };
    };
    listScriptVersions: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The script's key */
                script_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyScriptVersionBody"];
                };
            };
        };
    };
    addScriptVersion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The script's key */
                script_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddScriptVersionInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddScriptVersionOutputBody"];
                };
            };
        };
    };
    getScriptVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The script's key */
                script_key: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScriptVersionBody"];
                };
            };
        };
    };
    listSecrets: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key; of members: in their name or address */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodySecretBody"];
                };
            };
        };
    };
    createSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSecretInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretBody"];
                };
            };
        };
    };
    getSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The secret's key */
                secret_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretBody"];
                };
            };
        };
    };
    deleteSecret: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The secret's key */
                secret_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    editSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The secret's key */
                secret_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditSecretInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretBody"];
                };
            };
        };
    };
    listSecretUses: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The secret's key */
                secret_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyUseBody"];
                };
            };
        };
    };
    replaceSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The secret's key */
                secret_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceSecretInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretBody"];
                };
            };
        };
    };
    listShares: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                kind?: "script" | "secret" | "environment" | "engine" | "template" | "role" | "switch";
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyShareBody"];
                };
            };
        };
    };
    createShare: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateShareInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareBody"];
                };
            };
        };
    };
    withdrawShare: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                share_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listSwitches: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key; of members: in their name or address */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodySwitchBody"];
                };
            };
        };
    };
    createSwitch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSwitchInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchBody"];
                };
            };
        };
    };
    getSwitch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchBody"];
                };
            };
        };
    };
    deleteSwitch: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    editSwitch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditSwitchInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchBody"];
                };
            };
        };
    };
    setSwitchApproval: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetSwitchApprovalInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchBody"];
                };
            };
            /** @description People are asked to approve it; see request */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchBody"];
                };
            };
        };
    };
    listSwitchFollowers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchFollowersOutputBody"];
                };
            };
        };
    };
    listSwitchChanges: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodySwitchChangeBody"];
                };
            };
        };
    };
    listSwitchRequests: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Only those in this state */
                state?: "waiting" | "approved" | "rejected" | "sent_back" | "withdrawn" | "expired" | "canceled" | "overtaken";
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodySwitchRequest"];
                };
            };
        };
    };
    getSwitchRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The request's id */
                request_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchRequest"];
                };
            };
        };
    };
    streamSwitch: {
        parameters: {
            query?: {
                /** @description The same, for the first request */
                after?: string;
            };
            header?: {
                /** @description Id of the last event that you have; browsers send it by themselves */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    listSwitchUses: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyUseBody"];
                };
            };
        };
    };
    getSwitchValue: {
        parameters: {
            query?: {
                /** @description Seconds to wait until it stands otherwise than If-None-Match says */
                wait?: number;
            };
            header?: {
                /** @description The ETag of what you have; the answer is 304 if it still holds */
                "If-None-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchState"];
                };
            };
            /** @description It stands as you know */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    setSwitch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The switch's key */
                switch_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetSwitchInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchBody"];
                };
            };
            /** @description People are asked to approve it; see request */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchBody"];
                };
            };
        };
    };
    listParts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartsOutputBody"];
                };
            };
        };
    };
    proposeTemplate: {
        parameters: {
            query?: {
                /** @description Key of a chain */
                chain?: string;
                /** @description Id of a release, instead of a chain */
                release?: string;
                /** @description A version of the chain; its draft if absent */
                version?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposeTemplateOutputBody"];
                };
            };
        };
    };
    listTemplates: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key; of members: in their name or address */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyTemplateBody"];
                };
            };
        };
    };
    createTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTemplateInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateBody"];
                };
            };
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The template's key */
                template_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateBody"];
                };
            };
        };
    };
    replaceTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The template's key */
                template_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceTemplateInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateBody"];
                };
            };
        };
    };
    deleteTemplate: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The template's key */
                template_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    useTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The template's key */
                template_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UseTemplateInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UseTemplateOutputBody"];
                };
            };
        };
    };
    drawRelease: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The template's key */
                template_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrawReleaseInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleaseBody"];
                };
            };
        };
    };
    sketchTemplate: {
        parameters: {
            query?: {
                /** @description That of the names; en if absent */
                language?: "en" | "zh";
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The template's key */
                template_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SketchTemplateOutputBody"];
                };
            };
        };
    };
    getExternalTodo: {
        parameters: {
            query: {
                /** @description The to-do's id there */
                id: string;
                /** @description Key of the other system */
                source: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodoBody"];
                };
            };
        };
    };
    putExternalTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutExternalTodoInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodoBody"];
                };
            };
        };
    };
    endExternalTodo: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndExternalTodoInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodoBody"];
                };
            };
        };
    };
    listTriggers: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
                /** @description Those with this in their name or key; of members: in their name or address */
                q?: string;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyTriggerBody"];
                };
            };
        };
    };
    createTrigger: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTriggerInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerBody"];
                };
            };
        };
    };
    getTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The trigger's key: small letters, digits and inner hyphens */
                trigger_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerBody"];
                };
            };
        };
    };
    replaceTrigger: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The trigger's key: small letters, digits and inner hyphens */
                trigger_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceTriggerInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerBody"];
                };
            };
        };
    };
    deleteTrigger: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The trigger's key: small letters, digits and inner hyphens */
                trigger_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    enableTrigger: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The trigger's key: small letters, digits and inner hyphens */
                trigger_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnableTriggerInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerBody"];
                };
            };
        };
    };
    listTriggerFirings: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The trigger's key: small letters, digits and inner hyphens */
                trigger_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyFiringBody"];
                };
            };
        };
    };
    addTriggerKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The trigger's key: small letters, digits and inner hyphens */
                trigger_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddTriggerKeyInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddTriggerKeyOutputBody"];
                };
            };
        };
    };
    removeTriggerKey: {
        parameters: {
            query?: {
                /** @description Why, for the audit log */
                reason?: string;
            };
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                key_id: string;
                /** @description The org's id */
                org_id: string;
                /** @description The trigger's key: small letters, digits and inner hyphens */
                trigger_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listTriggerTimes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The trigger's key: small letters, digits and inner hyphens */
                trigger_key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerTimesOutputBody"];
                };
            };
        };
    };
    tryTrigger: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /**
                 * @description wait=N waits up to N seconds, 60 at most, for the end of the run (RFC 7240)
                 * @example wait=30
                 */
                Prefer?: string;
            };
            path: {
                /**
                 * @description The org's id
                 * @example 01JD0000000000000000000000
                 */
                org_id: string;
                /**
                 * @description The trigger's key
                 * @example nightly
                 */
                trigger_key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerTrialBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The run has ended, whether it succeeded or failed */
            200: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
            /** @description The run is on disk and goes on */
            202: {
                headers: {
                    /** @description true, if the run was started before with this Idempotency-Key */
                    "Idempotency-Replayed"?: string;
                    /** @description The run */
                    Location?: string;
                    /** @description wait=N, if it was waited for */
                    "Preference-Applied"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBody"];
                };
            };
        };
    };
    beginUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginUploadInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    "Upload-Offset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadBody"];
                };
            };
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The upload's id */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    Location?: string;
                    "Upload-Offset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadBody"];
                };
            };
        };
    };
    deleteUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The upload's id */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    appendUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description Where the part begins: as many bytes as are there */
                "Upload-Offset": number;
            };
            path: {
                /** @description The org's id */
                org_id: string;
                /** @description The upload's id */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/offset+octet-stream": string;
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    Location?: string;
                    "Upload-Offset"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadBody"];
                };
            };
        };
    };
    listPermissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyPermissionBody"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: {
                "User-Agent"?: string;
            };
            path?: never;
            cookie?: {
                "__Host-catenary"?: string;
            };
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    requestReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestResetInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPasswordInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    stepUp: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StepUpInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyEmailInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupOutputBody"];
                };
            };
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: {
                "User-Agent"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionBody"];
                };
            };
        };
    };
    listGrantsOfSubject: {
        parameters: {
            query?: {
                /** @description next of the page before; leave out for the first page */
                cursor?: string;
                /** @description Rows a page */
                limit?: number;
            };
            header?: never;
            path: {
                subject_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListBodyGrantBody"];
                };
            };
        };
    };
    getTenantSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettingsBody"];
                };
            };
        };
    };
    setTenantSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request once, however often it is sent; best a random one */
                "Idempotency-Key"?: string;
                /** @description The ETag of what was read */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantSettingsInputBody"];
            };
        };
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantSettingsBody"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "alive" | "ready";
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getProblem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The page, in Markdown */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "alive" | "ready";
                    };
                };
            };
        };
    };
}
