using Atlas.Inventory.Counts;
using Atlas.Inventory.Reservations;

namespace Atlas.Inventory.Ledger;

// The rows of reservations, allocations and other documents, changed as copies.
sealed partial class Book
{
    /// <summary>A copy of the reservation to change; the change counts unless it is taken back.</summary>
    public Reservation Change(Guid id)
    {
        var before = Reservations[id];
        var (copy, wasChanged) = (before.Copy(), ChangedReservations.Contains(id));
        (Reservations[id], _) = (copy, ChangedReservations.Add(id));
        Undo(() =>
        {
            Reservations[id] = before;
            if (!wasChanged) ChangedReservations.Remove(id);
        });
        return copy;
    }

    public void Add(Reservation reservation)
    {
        Reservations[reservation.Id] = reservation;
        Allocations[reservation.Id] = [];
        ChangedReservations.Add(reservation.Id);
        Items[reservation.ItemId].Backordered += reservation.BackorderedQty;
        if (reservation.ExternalId is { } externalId) ReservationsByExternalId[externalId] = reservation.Id;
        Undo(() =>
        {
            if (reservation.ExternalId is { } taken) ReservationsByExternalId.Remove(taken);
            Items[reservation.ItemId].Backordered -= reservation.BackorderedQty;
            Reservations.Remove(reservation.Id);
            Allocations.Remove(reservation.Id);
            ChangedReservations.Remove(reservation.Id);
        });
    }

    /// <summary>A copy of a document to change; the change counts unless it is taken back.</summary>
    public T Change<T>(Folder<T> folder, Guid id) where T : class
    {
        var (copy, takeBack) = folder.Change(id);
        Undo(takeBack);
        return copy;
    }

    /// <summary>Remembers what a count has seen, for what comes later in this group.</summary>
    public void Add(Observation observation)
    {
        Observations.Add(observation);
        Undo(() => Observations.Remove(observation));
    }

    /// <summary>The next number of a reservation.</summary>
    public string NextReservationNo()
    {
        head.LastReservationNo++;
        Undo(() => head.LastReservationNo--);
        return $"RSV-{head.LastReservationNo:000000}";
    }

    public void Add(Allocation allocation)
    {
        var list = Allocations[allocation.ReservationId];
        list.Add(allocation);
        ChangedAllocations[allocation.Id] = allocation;
        Undo(() =>
        {
            list.Remove(allocation);
            ChangedAllocations.Remove(allocation.Id);
        });
    }

    /// <summary>A copy of the allocation to change, in its place.</summary>
    public Allocation Change(Allocation before)
    {
        var (list, copy) = (Allocations[before.ReservationId], before.Copy());
        var (index, earlier) = (list.FindIndex(a => a.Id == before.Id), ChangedAllocations.GetValueOrDefault(before.Id));
        list[index] = copy;
        ChangedAllocations[before.Id] = copy;
        Undo(() =>
        {
            list[index] = before;
            if (earlier is null) ChangedAllocations.Remove(before.Id);
            else ChangedAllocations[before.Id] = earlier;
        });
        return copy;
    }
}
