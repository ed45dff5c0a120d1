// expect: requires that 'Bool' conform to 'SQLAveraged'
import QueryBuilder

let query = EventRow.select { $0.isOpen.avg() }
