extension PageItem {
    /// Writes what its synthesised `encode(to:)` would, in the same order.
    func write(to json: JSONOutput) {
        json.object { level in
            json.key("id", at: level)
            json.integer(id)
            json.key("email", at: level)
            json.string(email)
            json.key("name", at: level)
            json.string(name)
            json.key("age", at: level)
            json.optional(age) { json.integer($0) }
            json.key("role", at: level)
            json.string(role.rawValue)
            json.key("createdAt", at: level)
            json.instant(createdAt)
            json.key("version", at: level)
            json.integer(version)
        }
    }
}

extension Page: JSONWritable {
    func write(to json: JSONOutput) {
        json.object { level in
            json.key("users", at: level)
            json.array(users)
            json.key("next", at: level)
            json.optional(next) { json.string($0) }
        }
    }
}
