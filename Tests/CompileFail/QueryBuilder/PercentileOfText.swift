// expect: requires that 'String' conform to 'SQLAveraged'
import QueryBuilder

let query = UserRow.select { $0.name.percentileCont(0.5) }
