namespace Atlas.Inventory.Ledger;

/// <summary>Documents of one kind that lie on the book. They are changed as copies, so that a change can be taken back.</summary>
sealed class Folder<T>(Func<T, T> copy) where T : class
{
    readonly Dictionary<Guid, T> all = [];
    readonly HashSet<Guid> changed = [];

    public bool IsChanged => changed.Count > 0;
    public IEnumerable<T> Changed => changed.Select(id => all[id]);

    public T? Find(Guid id) => all.GetValueOrDefault(id);

    /// <summary>Puts a document in as it was loaded.</summary>
    public void Put(Guid id, T document) => all[id] = document;

    /// <summary>Replaces the document by a copy to change, and says how to take that back.</summary>
    public (T Copy, Action TakeBack) Change(Guid id)
    {
        var (before, isNew) = (all[id], changed.Add(id));
        all[id] = copy(before);
        return (all[id], () =>
        {
            all[id] = before;
            if (isNew) changed.Remove(id);
        });
    }
}
