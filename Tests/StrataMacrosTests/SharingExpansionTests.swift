import Testing

@Suite("What references that share columns expand to")
struct SharingExpansionTests {
    private let worker = Expansion(
        #"""
        @Entity("workers") final class Worker: Codable {
            @PrimaryKey(.identity) var id: Int
            @BelongsTo(key: ["firm", "number"], columns: ["firm_id", "branch"]) var branch: ToOne<Branch>
            @BelongsTo(key: ["firm", "number"], columns: ["firm_id", "second"]) var second: ToOne<Branch>?
            @BelongsTo var firm: ToOne<Firm>
        }
        """#)

    @Test(arguments: [
        "let start = index",
        "self._branch = ToOne<Branch>(id: Branch.ID(firm: try Branch.ID.Parts.firm(from: row, at: &index), number: try Branch.ID.Parts.number(from: row, at: &index)))",
        "self._second = Branch.ID(firm: try Branch.ID.Parts.firm?.decode(row.cell(at: start + 1)), number: try Branch.ID.Parts.number?(from: row, at: &index)).map { ToOne<Branch>(id: $0) }",
        "self._firm = ToOne<Firm>(id: try Firm.ID.decode(row.cell(at: start + 1)))",
        #"PGSchema.ColumnDefinition("firm_id", Branch.ID.Parts.firm.sqlType),"#,
        #"PGSchema.ColumnDefinition("second", Branch.ID.Parts.number.sqlType, isNullable: true),"#,
        #"PGSchema.ForeignKeyDefinition(table: "workers", columns: ["firm_id", "second"], references: Branch.self),"#,
        #"static let propertyNames: [String] = ["id", "branch", "branch", "second"]"#,
        #".toOne("branch", \Worker.branch, columns: [1, 2]),"#,
        #".toOne("second", \Worker.second, columns: [1, 3]),"#,
        #".toOne("firm", \Worker.firm, column: 1),"#,
        "case 1: self._branch.id?.firm ?? self._second?.id?.firm ?? self._firm.id",
        "case 1: ORM.ColumnValues(instances) { $0._branch.id?.firm ?? $0._second?.id?.firm ?? $0._firm.id }",
        "case 1: self._firm.point(to: try Firm.ID.decode(cell))",
        "mask.insert(1...2, ifChanged: self._branch, from: snapshot._branchID)",
        "mask.insert([1, 3], ifChanged: self._second, from: snapshot.secondID)",
        "mask.insert(1, ifChanged: self._firm, from: snapshot._firmID)",
        "var selectedExpressions: [QueryBuilder.SQLNode] { [self.id.node, self.branchFirm.node, self.branchNumber.node, self.secondNumber.node] }",
    ])
    func `one line`(_ line: String) {
        #expect(worker.problems == [])
        #expect(worker.text.contains(" \(line)\n"), "\(worker.text)")
    }

    @Test func `a plain property stands for a column that it shares`() {
        let text = Expansion(
            #"""
            @Entity("t") final class T: Codable {
                @BelongsTo(key: ["a", "b"], columns: ["x", "y"]) var other: ToOne<O>?
                @PrimaryKey var x: Int
            }
            """#
        ).text
        #expect(text.contains(#"static let propertyNames: [String] = ["other", "x"]"#))
        #expect(text.contains("case 1: self.x\n"))
        #expect(text.contains("case 1: self.x = try Int.decode(cell)\n"))
        #expect(text.contains(#"PGSchema.ColumnDefinition("x", Int.sqlType),"#))
        #expect(text.contains("primaryKey: [\"x\"],"))
        #expect(text.contains("static var primaryKeyIndex: Int { 1 }"))
    }

    @Test func `references of one column share none`() {
        let expansion = Expansion(
            #"""
            @Entity("t") final class T: Codable {
                @PrimaryKey var id: Int
                @BelongsTo var other: ToOne<O>
                @Column("other_id") @BelongsTo var same: ToOne<O>
            }
            """#)
        #expect(expansion.problems.first?.contains("both map to the column 'other_id'") == true)
    }
}
