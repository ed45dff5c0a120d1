import QueryBuilder

private let pair = PostRow.where { $0.id == 1 }.select { ($0.title, $0.title) }
private let common = PostRow.select { $0.id }.common("c")

private var draft: MergeDraft<UserRow, PostRow.Columns> {
    UserRow.merge(using: PostRow.self) { u, p in u.id == p.authorID }
}

private var deletion: Merge<UserRow, PostRow.Columns> { draft.whenMatched().delete() }

extension Productions {
    static let merge: [Production] = [
        Production("WITH", "WITH \"c\"", command: { deletion.with(common) }),
        Production("INTO ONLY", "MERGE INTO ONLY ", command: { draft.only.whenMatched().delete() }),
        Production(
            "INTO AS alias", "INTO \"users\" AS \"u\" ",
            command: {
                UserRow.merge(using: PostRow.self, into: "u") { u, p in u.id == p.id }
                    .whenMatched().delete()
            }),
        Production("USING table", " USING \"blog\".\"posts\" ON ", command: { deletion }),
        Production(
            "USING ONLY", " USING ONLY \"blog\".\"posts\" ",
            command: {
                UserRow.merge(using: PostRow.only) { u, p in u.id == p.id }.whenMatched().delete()
            }),
        Production(
            "USING query", " USING (SELECT ",
            command: {
                UserRow.merge(using: PostRow.where { $0.id > 1 }.derived("d")) { u, p in
                    u.id == p.id
                }
                .whenMatched().delete()
            }),
        Production(
            "USING AS alias", " USING \"blog\".\"posts\" AS \"p\" ",
            command: {
                UserRow.merge(using: PostRow.self, as: "p") { u, p in u.id == p.id }
                    .whenMatched().delete()
            }),
        Production("ON", #" ON "users"."id" = "#, command: { deletion }),
        Production("WHEN MATCHED", " WHEN MATCHED THEN ", command: { deletion }),
        Production(
            "WHEN MATCHED AND", " WHEN MATCHED AND ",
            command: {
                draft.whenMatched { u, p in u.name == p.title }.delete()
            }),
        Production(
            "WHEN NOT MATCHED", " WHEN NOT MATCHED THEN ",
            command: {
                draft.whenNotMatched().doNothing()
            }),
        Production(
            "WHEN NOT MATCHED AND", " WHEN NOT MATCHED AND ",
            command: {
                draft.whenNotMatched { $0.isPublished }.doNothing()
            }),
        Production(
            "WHEN NOT MATCHED BY SOURCE", " WHEN NOT MATCHED BY SOURCE THEN ", since: 17,
            command: { draft.whenNotMatchedBySource().delete() }),
        Production(
            "WHEN NOT MATCHED BY SOURCE AND", " WHEN NOT MATCHED BY SOURCE AND ", since: 17,
            command: { draft.whenNotMatchedBySource { $0.age > 1 }.doNothing() }),
        Production(
            "THEN UPDATE", " THEN UPDATE SET ",
            command: {
                draft.whenMatched().update { update, p in update.set(\.name, to: p.title) }
            }),
        Production("THEN DELETE", " THEN DELETE", command: { deletion }),
        Production(
            "THEN INSERT", " THEN INSERT ",
            command: {
                draft.whenNotMatched().insert { insert, p in insert.set(\.name, to: p.title) }
            }),
        Production(
            "THEN DO NOTHING", " THEN DO NOTHING",
            command: {
                draft.whenMatched().doNothing()
            }),
        Production(
            "INSERT columns", #" INSERT ("name", "email") VALUES ("#,
            command: {
                draft.whenNotMatched().insert { insert, p in
                    insert.set(\.name, to: p.title).set(\.email, to: "x")
                }
            }),
        Production(
            "INSERT OVERRIDING SYSTEM VALUE", " OVERRIDING SYSTEM VALUE VALUES ",
            command: {
                draft.whenNotMatched().insert(overridingSystemValue: true) { insert, p in
                    insert.set(\.id, to: p.id)
                }
            }),
        Production(
            "INSERT OVERRIDING USER VALUE", " OVERRIDING USER VALUE VALUES ",
            command: {
                draft.whenNotMatched().insertOverridingUserValue { insert, p in
                    insert.set(\.id, to: p.id)
                }
            }),
        Production(
            "INSERT VALUES DEFAULT", " VALUES (DEFAULT)",
            command: {
                draft.whenNotMatched().insert { insert, _ in insert.setDefault(\.age) }
            }),
        Production(
            "INSERT DEFAULT VALUES", " INSERT DEFAULT VALUES",
            command: {
                draft.whenNotMatched().insertDefaults()
            }),
        Production(
            "UPDATE SET column", " SET \"age\" = ",
            command: {
                draft.whenMatched().update { update, _ in update.set(\.age, to: 1) }
            }),
        Production(
            "UPDATE SET DEFAULT", " SET \"age\" = DEFAULT",
            command: {
                draft.whenMatched().update { update, _ in update.setDefault(\.age) }
            }),
        Production(
            "UPDATE SET ROW", #" SET ("name", "email") = ROW("#,
            command: {
                draft.whenMatched().update { update, _ in
                    update.set(\.name, \.email, toRow: row(values: "a", "b"))
                }
            }),
        Production(
            "UPDATE SET sub-SELECT", #" SET ("name", "email") = (SELECT "#,
            command: {
                draft.whenMatched().update { update, _ in update.set(\.name, \.email, from: pair) }
            }),
        Production("RETURNING *", #" RETURNING "users"."id", "users"."email""#, since: 17) {
            deletion.returning()
        },
        Production("RETURNING expression AS name", " AS \"a\"", since: 17) {
            deletion.returning { _ in mergeAction().labelled("a") }
        },
        Production(
            "RETURNING WITH ( OLD AS, NEW AS )", " RETURNING WITH (OLD AS \"o\", NEW AS \"n\") ",
            since: 18
        ) {
            deletion.returningChanges(old: "o", new: "n") { old, new in (old.age, new.age) }
        },
    ]
}
