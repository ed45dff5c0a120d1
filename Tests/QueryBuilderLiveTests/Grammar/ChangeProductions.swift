import QueryBuilder

private let new = UserRow.New(email: "x@x.org", name: "X")
private let pair = PostRow.where { $0.id == 1 }.select { ($0.title, $0.title) }
private let common = PostRow.select { $0.id }.common("c")
private let changed = UserRow.update.set(\.age, to: 1)
private let gone = UserRow.delete.where { $0.id == 1 }

extension Productions {
    static let insert: [Production] = [
        Production("WITH", "WITH \"c\"", command: { UserRow.insert(new).with(common) }),
        Production("AS alias", " AS \"u\" ", command: { UserRow.insert(new).as("u") }),
        Production("columns", #"("email", "name", "age")"#, command: { UserRow.insert(new) }),
        Production(
            "OVERRIDING SYSTEM VALUE", " OVERRIDING SYSTEM VALUE ",
            command: {
                UserRow.insert(new).overridingSystemValue()
            }),
        Production(
            "OVERRIDING USER VALUE", " OVERRIDING USER VALUE ",
            command: {
                UserRow.insert(new).overridingUserValue()
            }),
        Production("DEFAULT VALUES", " DEFAULT VALUES", command: { UserRow.insertDefaults() }),
        Production(
            "VALUES expression", "VALUES ($1)",
            command: {
                UserRow.insert(columns: \.name).values("x")
            }),
        Production(
            "VALUES DEFAULT", "VALUES (DEFAULT, $1)",
            command: {
                UserRow.insert(columns: \.age, \.name).cells([(.default, .value("x"))])
            }),
        Production(
            "VALUES several", "VALUES ($1, $2, $3), (",
            command: {
                UserRow.insert(new, new)
            }),
        Production(
            "query", ") SELECT ",
            command: {
                UserRow.insert(columns: \.name, \.email).select(pair)
            }),
        Production(
            "ON CONFLICT DO NOTHING", " ON CONFLICT DO NOTHING",
            command: {
                UserRow.insert(new).onConflictDoNothing()
            }),
        Production(
            "conflict_target: column", " ON CONFLICT (\"email\") ",
            command: {
                UserRow.insert(new).onConflict(\.email).doNothing()
            }),
        Production(
            "conflict_target: expression", " ON CONFLICT ((lower(\"email\"))) ",
            command: {
                UserRow.insert(new).onConflict { [IndexElement($0.email.lower())] }.doNothing()
            }),
        Production(
            "conflict_target: COLLATE", " COLLATE \"C\"",
            command: {
                UserRow.insert(new).onConflict {
                    [IndexElement($0.email.lower(), collation: "C")]
                }.doNothing()
            }),
        Production(
            "conflict_target: opclass", " \"text_ops\"",
            command: {
                UserRow.insert(new).onConflict {
                    [IndexElement($0.email, operatorClass: "text_ops")]
                }.doNothing()
            }),
        Production(
            "conflict_target: WHERE", "(\"email\") WHERE \"age\" > ",
            command: {
                UserRow.insert(new).onConflict(\.email).where { $0.age > 1 }.doNothing()
            }),
        Production(
            "conflict_target: ON CONSTRAINT", " ON CONSTRAINT \"users_email_key\" ",
            command: {
                UserRow.insert(new).onConflict(constraint: "users_email_key").doNothing()
            }),
        Production(
            "DO UPDATE SET column", " DO UPDATE SET \"name\" = ",
            command: {
                UserRow.insert(new).onConflict(\.email).doUpdate(\.name)
            }),
        Production(
            "DO UPDATE SET DEFAULT", " SET \"age\" = DEFAULT",
            command: {
                UserRow.insert(new).onConflict(\.email).doUpdate { update, _ in
                    update.setDefault(\.age)
                }
            }),
        Production(
            "DO UPDATE SET ROW", #" SET ("name", "email") = ROW("#,
            command: {
                UserRow.insert(new).onConflict(\.email).doUpdate { update, _ in
                    update.set(\.name, \.email, toRow: row(values: "a", "b"))
                }
            }),
        Production(
            "DO UPDATE SET sub-SELECT", #" SET ("name", "email") = (SELECT "#,
            command: {
                UserRow.insert(new).onConflict(\.email).doUpdate { update, _ in
                    update.set(\.name, \.email, from: pair)
                }
            }),
        Production(
            "DO UPDATE WHERE", #" WHERE "users"."age" > "#,
            command: {
                UserRow.insert(new).onConflict(\.email).doUpdate { update, excluded in
                    update.set(\.name, to: excluded.name).where { $0.age > excluded.age }
                }
            }),
        Production("RETURNING *", #" RETURNING "users"."id", "users"."email""#) {
            UserRow.insert(new).returning()
        },
        Production("RETURNING expression AS name", " RETURNING upper(\"users\".\"name\") AS \"n\"")
        {
            UserRow.insert(new).returning { $0.name.upper().labelled("n") }
        },
        Production(
            "RETURNING WITH ( OLD AS, NEW AS )", " RETURNING WITH (OLD AS \"o\", NEW AS \"n\") ",
            since: 18
        ) {
            UserRow.insert(new).returningChanges(old: "o", new: "n") { old, new in (old.id, new.id)
            }
        },
    ]

    static let update: [Production] = [
        Production("WITH", "WITH \"c\"", command: { changed.all.with(common) }),
        Production("ONLY", "UPDATE ONLY ", command: { changed.only.all }),
        Production("AS alias", "UPDATE \"users\" AS \"u\" ", command: { changed.as("u").all }),
        Production("SET column", " SET \"age\" = $1", command: { changed.all }),
        Production(
            "SET DEFAULT", " SET \"age\" = DEFAULT",
            command: {
                UserRow.update.setDefault(\.age).all
            }),
        Production(
            "SET ROW", #" SET ("name", "email") = ROW("#,
            command: {
                UserRow.update.set(\.name, \.email, toRow: row(values: "a", "b")).all
            }),
        Production(
            "SET sub-SELECT", #" SET ("name", "email") = (SELECT "#,
            command: {
                UserRow.update.set(\.name, \.email, from: pair).all
            }),
        Production(
            "FROM", " FROM \"blog\".\"posts\" WHERE ",
            command: {
                changed.from(PostRow.all) { update, _ in update }.where { u, p in u.id == p.authorID
                }
            }),
        Production("WHERE", " WHERE ", command: { changed.where { $0.id == 1 } }),
        // The cursor would have to be there to prepare it.
        Production(
            "WHERE CURRENT OF", " WHERE CURRENT OF \"c\"", since: .max,
            command: {
                changed.whereCurrent(of: "c")
            }),
        Production("RETURNING *", #" RETURNING "users"."id", "users"."email""#) {
            changed.all.returning()
        },
        Production("RETURNING expression AS name", " RETURNING \"users\".\"name\" AS \"n\"") {
            changed.all.returning { $0.name.labelled("n") }
        },
        Production(
            "RETURNING WITH ( OLD AS, NEW AS )", " RETURNING WITH (OLD AS \"o\", NEW AS \"n\") ",
            since: 18
        ) {
            changed.all.returningChanges(old: "o", new: "n") { old, new in (old.age, new.age) }
        },
    ]

    static let delete: [Production] = [
        Production("WITH", "WITH \"c\"", command: { gone.with(common) }),
        Production("ONLY", "DELETE FROM ONLY ", command: { UserRow.delete.only.all }),
        Production(
            "AS alias", "DELETE FROM \"users\" AS \"u\"",
            command: {
                UserRow.delete.as("u").all
            }),
        Production(
            "USING", " USING \"blog\".\"posts\" WHERE ",
            command: {
                UserRow.delete.using(PostRow.all).where { u, p in u.id == p.authorID }
            }),
        Production("WHERE", " WHERE ", command: { gone }),
        Production(
            "WHERE CURRENT OF", " WHERE CURRENT OF \"c\"", since: .max,
            command: {
                UserRow.delete.whereCurrent(of: "c")
            }),
        Production("RETURNING *", #" RETURNING "users"."id", "users"."email""#) {
            gone.returning()
        },
        Production("RETURNING expression AS name", " RETURNING \"users\".\"name\" AS \"n\"") {
            gone.returning { $0.name.labelled("n") }
        },
        Production(
            "RETURNING WITH ( OLD AS, NEW AS )", " RETURNING WITH (OLD AS \"o\", NEW AS \"n\") ",
            since: 18
        ) {
            gone.returningChanges(old: "o", new: "n") { old, new in (old.age, new.age) }
        },
    ]
}
