// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import app.pixel.lab.pulumi.Faults.Fault;
import app.pixel.lab.pulumi.Journal.Operation;
import app.pixel.lab.pulumi.ProviderStandIn.Declared;
import app.pixel.lab.pulumi.ProviderStandIn.Made;
import java.util.Optional;

/** Operations that the engine asks of a provider. Each is done and written to the journal, unless it is to fail. */
final class ProviderOperations {

    /** It is there, but has not come up. */
    static final class HalfDone extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final transient Made made;

        private HalfDone(Made made, Fault fault) {
            super(fault.message());
            this.made = made;
        }

        Made made() {
            return made;
        }
    }

    private final ProviderStandIn provider;
    private final Journal journal;
    private volatile Faults faults = Faults.NONE;

    ProviderOperations(ProviderStandIn provider, Journal journal) {
        this.provider = provider;
        this.journal = journal;
    }

    void failing(Faults these) {
        this.faults = these;
    }

    Made create(String urn, Declared declared) {
        Optional<Fault> fault = fault(Operation.CREATE, urn);
        Made made = provider.create(declared);
        done(Operation.CREATE, declared);
        fault.ifPresent(half -> {
            throw new HalfDone(made, half);
        });
        return made;
    }

    Made update(String urn, String id, Declared declared) {
        Optional<Fault> fault = fault(Operation.UPDATE, urn);
        Made made = new Made(id, provider.update(id, declared));
        done(Operation.UPDATE, declared);
        fault.ifPresent(half -> {
            throw new HalfDone(made, half);
        });
        return made;
    }

    /** Half done, it is gone, and only the answer is lost. */
    void delete(String urn, String id, Declared declared) {
        Optional<Fault> fault = fault(Operation.DELETE, urn);
        provider.delete(id, declared);
        done(Operation.DELETE, declared);
        fault.ifPresent(lost -> {
            throw new ProviderRefusal(lost.message());
        });
    }

    /** Throws where nothing is to be done; tells of the fault where it comes afterwards. */
    private Optional<Fault> fault(Operation operation, String urn) {
        Optional<Fault> fault = faults.on(operation, urn);
        fault.filter(kind -> kind != Fault.HALF_DONE).ifPresent(kind -> {
            throw new ProviderRefusal(kind.message());
        });
        return fault;
    }

    private void done(Operation operation, Declared declared) {
        journal.write(operation, declared.type(), declared.name());
    }
}
